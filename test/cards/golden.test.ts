// What each card looks like as JSON, for its sample, for hostile names, for no rows and for a full page. UPDATE_GOLDEN=1 rewrites.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { type CardName, samples } from '../../cards/index.js';
import { type AdaptiveCard, renderCard } from '../../cards/render.js';
import { scenes } from './scenes/index.js';
import { cardIn } from './scenes/scene.js';

const FOLDER = join('test', 'cards', 'golden');
const KEPT =
  /-hostile$|^list(-empty|-partial|-clear|-all-blocked)?$|^requests-none$|^request-(failed|pending-many)$|^status-(synced|exempt|exempt-watch)$|^notice-exemption-(ending|ended|many)$|^audit-outside$/u;

const sampleCards = (Object.keys(samples) as CardName[]).map(
  (name) => [`${name}.sample`, renderCard(name, samples[name])] as const,
);
const sceneCards = scenes.filter(({ name }) => KEPT.test(name)).map((scene) => [scene.name, cardIn(scene)] as const);
const cards: readonly (readonly [string, AdaptiveCard])[] = [...sampleCards, ...sceneCards];

describe('golden cards', () => {
  for (const [name, card] of cards) {
    it(name, async () => {
      const path = join(FOLDER, `${name}.json`);
      const json = `${JSON.stringify(card, null, 2)}\n`;
      if (env['UPDATE_GOLDEN'] === '1') await writeFile(path, json);
      assert.equal(json, await readFile(path, 'utf8'));
    });
  }

  it('has no golden file that nothing renders any more', async () => {
    const files = (await readdir(FOLDER)).sort();
    assert.deepEqual(files, cards.map(([name]) => `${name}.json`).sort());
  });
});
