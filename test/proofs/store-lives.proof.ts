// The use cases over a real store against the rulebook: hundreds of random lives, on each engine.
import { onEachEngine } from '../src/db/on-each-engine.js';
import { newSeed } from '../support/seed.js';
import { liveOnStores } from './store-lives.js';

/** How many: a setting, for whoever has a night. */
const LIVES = Number(process.env['LIVES'] ?? 500);

onEachEngine('many lives on a store', {}, (under) => {
  it(`keep every law, through ${LIVES} random ones`, async function () {
    this.timeout(LIVES * 20_000);
    await liveOnStores({ runs: LIVES, seed: newSeed(`many lives on ${under.engine}`) }, under);
  });
});
