// The use cases over a real store against the rulebook: random lives with faults and restarts, on each engine.
import { onEachEngine } from '../src/db/on-each-engine.js';
import { newSeed } from '../support/seed.js';
import { liveOnStores } from './store-lives.js';

/** As many lives as fit into this; `npm run prove` lives more. */
const LIMIT_MS = 12_000;

onEachEngine('lives on a store', {}, (under) => {
  it('keep every law, through random ones', async function () {
    this.timeout(300_000);
    const seed = newSeed(`lives on ${under.engine}`);
    const lives = await liveOnStores({ runs: 60, seed, limitMs: LIMIT_MS }, under);
    process.stdout.write(`    ${lives} lives\n`);
  });
});
