// Run as a process of its own, to be killed: commits entry after entry and tells each one that was acknowledged.
import { writeSync } from 'node:fs';
import { openStore } from '../../../../src/db/open-store.js';
import { entry } from '../samples.js';

const [, , dataDir, cycle] = process.argv;
if (dataDir === undefined || cycle === undefined) throw new Error('Usage: committing-process <dataDir> <cycle>');
const { ledger, work } = await openStore({ databaseUrl: null, dataDir });
// Never done: it is still running when this process is killed.
await work('deliver', () => new Promise(() => undefined));
const STDOUT = 1;
await ledger.transaction(({ jobs }) => jobs.enqueue({ name: 'deliver', deliveryId: cycle }));
for (let n = 0; ; n += 1) {
  const requestId = `${cycle}-${n}`;
  await ledger.transaction(async (work) => {
    await work.record.append(entry({ requestId }));
    await work.jobs.enqueue({ name: 'announce-request', requestId }, { afterMs: 3_600_000 });
  });
  // At once, past any buffer that would die with the process.
  writeSync(STDOUT, `${requestId}\n`);
}
