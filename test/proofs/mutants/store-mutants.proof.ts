// Lives on a store see every rule of the use cases that is broken.
import assert from 'node:assert/strict';
import { newSeed } from '../../support/seed.js';
import { hunt } from './hunt.js';
import { STORE_MUTANTS } from './store-mutants.js';

describe('mutants of the use cases', () => {
  it('are caught, each one, while the original goes free', async function () {
    this.timeout(3_600_000);
    const seed = newSeed('mutants of the use cases');
    const names = [null, ...STORE_MUTANTS.map(({ name }) => name)];
    const endings = await hunt(names, { kind: 'store', seed, runs: 600 });
    const wrong = endings.filter(({ name, fate }) => fate !== (name === null ? 'alive' : 'caught'));
    assert.deepEqual(wrong, []);
  });
});
