// What every card must obey, in every state: what Teams takes, what people need, and what a button may send.
import assert from 'node:assert/strict';
import { VERBS } from '../../bot/views/verbs.js';
import { type CardName, samples } from '../../cards/index.js';
import { CARD_LIMIT_BYTES, renderCard } from '../../cards/render.js';
import { brokenCardRules } from '../../sandbox/channel/card-rules.js';
import { isAction, typeOf, walkCard } from '../../sandbox/channel/card-walk.js';
import { type JsonObject, objectAt, objectsAt, textAt } from '../../sandbox/channel/json.js';
import { scenes } from './scenes/index.js';

const SENT = new Set([
  'verb',
  'mailbox',
  'reason',
  'requestId',
  'draftId',
  'fill',
  'content',
  'page',
  'before',
  'verdict',
  'type',
  'text',
  'findingId',
  'digestId',
  'format',
]);
const WITHOUT_HEADING: ReadonlySet<CardName> = new Set(['refusal', 'working']);
const INPUT_VERBS = new Set([
  ...['list', 'block', 'unblock', 'exempt', 'preview', 'strike', 'deny', 'reviewed', 'status', 'snooze'],
]);

const pictured = scenes.map(({ name, view }) => ({ name, card: view.card, json: asJson(view.card, view.data) }));
const sampled = (Object.keys(samples) as CardName[]).map((card) => ({
  name: `${card} sample`,
  card,
  json: asJson(card, samples[card]),
}));
const all = [...sampled, ...pictured];

/** Through text and back, as it travels. */
function asJson(card: CardName, data: Parameters<typeof renderCard>[1]): JsonObject {
  return JSON.parse(JSON.stringify(renderCard(card, data)));
}

function executes(json: JsonObject): readonly JsonObject[] {
  return [...walkCard(json)].map(({ node }) => node).filter((node) => typeOf(node) === 'Action.Execute');
}

function dataOf(action: JsonObject): JsonObject {
  return objectAt(action, 'data') ?? {};
}

describe('every card', () => {
  for (const { name, card, json } of all) {
    describe(name, () => {
      it('is one that Teams takes', () => assert.deepEqual(brokenCardRules(json), []));
      it('stays under the size limit', () => assert.ok(Buffer.byteLength(JSON.stringify(json)) <= CARD_LIMIT_BYTES));
      it('has words for clients that cannot show it', () => assert.ok(textAt(json, 'fallbackText')));
      it('begins with a heading', () => {
        const headings = [...walkCard(json)].filter(({ node }) => textAt(node, 'style') === 'heading');
        assert.equal(headings.length > 0, !WITHOUT_HEADING.has(card));
      });
      it('sends verbs, ids, versions, pages and filters, and the same from old clients', () => checkActions(json));
      it('writes nothing in yellow, which cannot be read on white', () => {
        const colours = [...walkCard(json)].map(({ node }) => textAt(node, 'color')?.toLowerCase());
        assert.ok(!colours.includes('warning'));
      });
      it('does not crowd a person with buttons', () => {
        const visible = [...walkCard(json)].filter(
          ({ node, path, visible }) =>
            visible && isAction(node) && !path.endsWith('selectAction') && textAt(node, 'mode') !== 'secondary',
        );
        assert.ok(visible.length <= 4, `${visible.length} buttons at first sight`);
      });
    });
  }
});

function checkActions(json: JsonObject): void {
  for (const action of executes(json)) {
    const data = dataOf(action);
    assert.deepEqual(dataOf(objectAt(action, 'fallback') ?? {}), data);
    assert.equal(data['verb'], action['verb']);
    assert.ok(Object.values<unknown>(VERBS).includes(data['verb']));
    assert.deepEqual(
      Object.keys(data).filter((key) => !SENT.has(key)),
      [],
    );
    const takesInputs = action['associatedInputs'] !== 'none';
    assert.ok(!takesInputs || INPUT_VERBS.has(String(data['verb'])), `${String(data['verb'])} takes inputs`);
  }
}

describe('a finished request', () => {
  for (const { name, json } of pictured.filter(({ name }) => /^request-(denied|expired|withdrawn)$/u.test(name))) {
    it(`${name} offers nothing to press`, () =>
      assert.deepEqual(objectsAt(json, 'actions').concat(executes(json)), []));
  }
});

describe('decision buttons', () => {
  const verbsOn = (wanted: string): readonly unknown[] => {
    const found = pictured.find(({ name }) => name === wanted);
    assert.ok(found, wanted);
    return executes(found.json).map((action) => action['verb']);
  };
  it('stand on an approver’s card', () =>
    assert.deepEqual(verbsOn('request-pending-approver'), ['approve', 'deny', 'strike']));
  it('do not stand on the requester’s, who may take it back', () =>
    assert.deepEqual(verbsOn('request-pending-requester'), ['withdraw']));
  it('stand behind Review in a place', () => assert.deepEqual(verbsOn('request-pending-place'), ['review']));
  it('are gone once it has run, when it can be undone, and what failed run again while the approval holds', () => {
    assert.deepEqual(verbsOn('request-done'), ['undo']);
    assert.deepEqual(verbsOn('request-failed'), ['anew', 'undo']);
    assert.deepEqual(verbsOn('request-failed-in-time'), ['retry', 'anew', 'undo']);
  });
  it('are gone for one who has approved', () => assert.deepEqual(verbsOn('request-pending-quorum'), []));
});
