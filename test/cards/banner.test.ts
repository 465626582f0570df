// What is said on every card: at the top of each, in every state, and nowhere when there is nothing to say.
import assert from 'node:assert/strict';
import { bannerFor } from '../../bot/views/banner.js';
import { type CardName, samples } from '../../cards/index.js';
import { CARD_LIMIT_BYTES, createRenderer, renderCard } from '../../cards/render.js';
import { brokenCardRules } from '../../sandbox/channel/card-rules.js';
import type { JsonObject } from '../../sandbox/channel/json.js';
import { objectsAt } from '../../sandbox/channel/json.js';
import { scenes } from './scenes/index.js';

const render = createRenderer({ banner: bannerFor('watch') });
const asJson = (card: unknown): JsonObject => JSON.parse(JSON.stringify(card));

const all = [
  ...(Object.keys(samples) as CardName[]).map((card) => ({ name: `${card} sample`, card, data: samples[card] })),
  ...scenes.map(({ name, view }) => ({ name, card: view.card, data: view.data })),
];

describe('a card of a bot that only watches', () => {
  for (const { name, card, data } of all) {
    it(`says so at its top: ${name}`, () => {
      const watching = asJson(render(card, data));
      const [banner, ...rest] = objectsAt(watching, 'body');
      assert.match(JSON.stringify(banner), /Watch mode: Mailbox Guard reads and tells, and writes nothing\./);
      assert.deepEqual({ ...watching, body: rest }, asJson(renderCard(card, data)), 'and is the same otherwise');
      assert.deepEqual(brokenCardRules(watching), []);
      assert.ok(Buffer.byteLength(JSON.stringify(watching)) <= CARD_LIMIT_BYTES);
    });
  }

  it('is no card of a bot that acts', () => {
    assert.equal(bannerFor('enforce'), '');
    assert.deepEqual(createRenderer({ banner: '' })('list', samples.list), renderCard('list', samples.list));
  });
});
