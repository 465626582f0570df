// `npm run bench`: what watching costs in requests to Microsoft, and how long it takes, in a tenant of 10,000 mailboxes and 100,000 users.
import { type WatchedTenant, watchTenant } from '../src/alerts/watched-tenant.js';

const SIZE = { users: 100_000, mailboxes: 10_000 };
/** People whose accounts change between two polls, as licences do by the hundred. */
const BUSY = 300;

type Row = readonly [what: string, requests: string, ms: string];

async function measured(what: string, tenant: WatchedTenant, work: () => Promise<unknown>): Promise<Row> {
  tenant.sandbox.requests.clear();
  const began = performance.now();
  await work();
  const ms = (performance.now() - began).toFixed(0);
  const counts = Object.entries(tenant.sandbox.requests.counts());
  const total = tenant.sandbox.requests.count({ inBatch: false });
  return [what, `${total}  ${counts.map(([route, count]) => `${count} x ${route}`).join(', ')}`, ms];
}

async function bench(api: 'v2' | 'beta'): Promise<readonly Row[]> {
  const tenant = await watchTenant(SIZE, { api });
  const { sandbox, settle } = tenant;
  try {
    const rows = [await measured(`first scan (${api})`, tenant, tenant.scan)];
    settle();
    rows.push(await measured('poll: nothing changed', tenant, tenant.poll));
    const people = sandbox.directory.contents.users.filter(({ licences }) => licences.length > 0).slice(-BUSY);
    for (const { id } of people) sandbox.directory.changeUser(id, { licences: [] });
    settle();
    rows.push(await measured(`poll: ${BUSY} people changed`, tenant, tenant.poll));
    sandbox.directory.setAccountEnabled('Support', true);
    settle();
    rows.push(await measured('poll: somebody enabled a mailbox', tenant, tenant.poll));
    sandbox.clock.advance(600_000);
    const finding = await tenant.finding('Support');
    await tenant.store.ledger.transaction((work) => work.lookUps.again(finding?.id ?? '', -60_000));
    rows.push(await measured('who it was', tenant, tenant.lookUp));
    sandbox.expireDeltaTokens();
    rows.push(await measured('poll: the token has expired', tenant, tenant.poll));
    sandbox.clock.advance(3_600_000);
    rows.push(await measured('a later scan', tenant, tenant.scan));
    return rows;
  } finally {
    await tenant.close();
  }
}

for (const api of ['beta', 'v2'] as const) {
  for (const [what, requests, ms] of await bench(api)) {
    process.stdout.write(`${what.padEnd(34)}${ms.padStart(7)} ms  ${requests}\n`);
  }
}
process.exit(0);
