// Run as a process of its own: opens an embedded store, says how that went, and closes it.
import { openStore } from '../../../../src/db/open-store.js';
import { Refused } from '../../../../src/failure.js';

const [, , dataDir] = process.argv;
if (dataDir === undefined) throw new Error('Which directory?');
try {
  const store = await openStore({ databaseUrl: null, dataDir });
  process.stdout.write(`opened ${await store.healthy()}\n`);
  await store.close();
} catch (error) {
  if (!(error instanceof Refused) || error.failure.kind !== 'bad-config') throw error;
  process.stdout.write(`refused ${error.failure.problems.join()}\n`);
}
