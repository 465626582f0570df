// The use cases over a real store against the rulebook: random lives with faults and restarts, on each engine.
import { onEachEngine } from '../src/db/on-each-engine.js';
import { newSeed } from '../support/seed.js';
import { liveOnStores } from './store-lives.js';

onEachEngine('lives on a store', {}, (under) => {
  it('keep every law, through random ones', async function () {
    this.timeout(120_000);
    await liveOnStores(Number(process.env['LIVES'] ?? 30), newSeed(`lives on ${under.engine}`), under);
  });
});
