// The rulebook sees every rule of the state machine that is broken.
import assert from 'node:assert/strict';
import { newSeed } from '../../support/seed.js';
import { hunt } from './hunt.js';
import { MACHINE_MUTANTS } from './machine-mutants.js';

describe('mutants of the state machine', () => {
  it('are caught, each one, while the original goes free', async function () {
    this.timeout(120_000);
    const seed = newSeed('mutants of the state machine');
    const names = [null, ...MACHINE_MUTANTS.map(({ name }) => name)];
    for (const { name, fate, said } of await hunt(names, { kind: 'machine', seed, runs: 5_000 })) {
      assert.equal(fate, name === null ? 'alive' : 'caught', `${name}: ${said}`);
    }
  });
});
