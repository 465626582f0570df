// `npm run bench`: what checking a record costs, against one of a tenth, and how long the sandbox takes to make its largest tenant.

import { startTenant } from '../../sandbox/tenant/index.js';
import { checkpointLine } from '../../src/audit/checkpoint.js';
import { verifyExport } from '../../src/audit/verify-export.js';
import { chain, checkpointsOf, keys, linesOf } from '../src/audit/sealed-chain.js';

const FEW = 2_000;
const MANY = 10 * FEW;
/** The best of so many: what else the machine does only ever adds. */
const TRIES = 5;

async function best(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < TRIES; n += 1) {
    const began = performance.now();
    await work();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

async function checking(entries: number): Promise<number> {
  const rows = chain(entries);
  const [lines, checkpoints] = [linesOf(rows), checkpointsOf(rows).map(checkpointLine)];
  return best(() => verifyExport(lines, checkpoints, keys));
}

const [few, many] = [await checking(FEW), await checking(MANY)];
const tenant = await best(async () => (await startTenant({ users: 100_000, mailboxes: 10_000 })).stop());
const say = (what: string, ms: number, more = ''): boolean =>
  process.stdout.write(`${what.padEnd(58)}${ms.toFixed(0).padStart(7)} ms  ${more}\n`);
say(`audit:verify, ${FEW} entries`, few);
say(`audit:verify, ${MANY} entries`, many, `${(many / few).toFixed(1)} x, for 10 x as many`);
say('a sandbox tenant of 100,000 users and 10,000 mailboxes', tenant);
