// Whole scans over the wire: what they say of a tenant, what they cost, what a fault in the middle makes of them.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { Refused } from '../../../src/failure.js';
import { MAILBOX_TYPES } from '../../../src/mailboxes/mailbox.js';
import { readScan, type ScanReading } from '../../../src/mailboxes/read-scan.js';
import { connect, quickDoors } from './connect.js';

const ROLES = 'GET /roleManagement/directory/roleAssignments';
const GROUP = 'GET /groups/{id}/transitiveMembers/microsoft.graph.user';
const BY_IDS = 'POST /directoryObjects/getByIds';

function scan(sandbox: Sandbox, api: 'v2' | 'beta' = 'v2'): Promise<ScanReading> {
  const tenant = connect(sandbox, api, quickDoors(sandbox));
  const doors = {
    ...tenant,
    now: () => new Date(sandbox.clock.now()).toISOString(),
    newId: () => '5ca4c0de-0000-4000-8000-000000000001',
    exemptionsOf: async () => new Map(),
    lastSignInsOf: async () => new Map(),
  };
  return readScan({ types: MAILBOX_TYPES, licensed: 'include' }, doors);
}

/** Requests that left this machine: items of a batch travel together. */
function requestsOf(sandbox: Sandbox): number {
  return sandbox.requests.count({ inBatch: false });
}

describe('a scan of the sandbox tenant', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTenant();
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    sandbox.faults.clear();
    sandbox.requests.clear();
    Object.assign(sandbox.switches, { getByIdsWithUserReadAll: 'full', v2Properties: 'preview' });
  });
  const causesOf = ({ mailboxes }: ScanReading): Readonly<Record<string, string>> =>
    Object.fromEntries(mailboxes.map(({ mailbox, verdict, cause }) => [mailbox.displayName, `${verdict}: ${cause}`]));

  for (const api of ['v2', 'beta'] as const) {
    it(`gives each mailbox its verdict (${api})`, async () => {
      const reading = await scan(sandbox, api);
      assert.equal(reading.scan.state, 'complete', reading.scan.problems.join());
      assert.equal(reading.scan.rolesChecked, true);
      assert.equal(reading.mailboxes.length, 60);
      const causes = causesOf(reading);
      assert.equal(causes['Reception'], 'exposed: sign-in-allowed');
      assert.equal(causes['Payroll'], 'synced: directory-synced');
      assert.equal(causes['HR Archive'], 'blocked: sign-in-blocked');
      assert.equal(causes['Room Cassini (8)'], 'protected: teams-rooms-licence');
      assert.equal(causes['IT Services'], 'protected: directory-role');
      assert.equal(causes['Security Operations'], 'protected: directory-role');
      assert.equal(causes['Board Office'], 'protected: management-restricted');
      assert.equal(causes['Partner Desk'], 'protected: guest');
      assert.equal(causes['Project Phoenix'], 'unknown: no-account');
      assert.equal(causes['Support'], 'blocked: sign-in-blocked');
    });
  }

  it('comes to the same verdicts where Exchange names no object ids, or getByIds is denied', async () => {
    const usual = causesOf(await scan(sandbox));
    sandbox.switches.v2Properties = 'documented-only';
    const byName = causesOf(await scan(sandbox));
    sandbox.switches.v2Properties = 'preview';
    sandbox.switches.getByIdsWithUserReadAll = 'denied';
    assert.deepEqual(causesOf(await scan(sandbox)), usual);
    const { 'Archive 2019': _archive, 'Project Phoenix': _phoenix, ...others } = usual;
    for (const [name, cause] of Object.entries(others)) assert.equal(byName[name], cause, name);
  });

  it('believes no bare ids: what is not shown is not "blocked"', async () => {
    sandbox.permissions.revoke('graph', 'User.Read.All');
    sandbox.permissions.grant('graph', 'User.ReadBasic.All');
    try {
      const { scan: made, mailboxes } = await scan(sandbox);
      assert.ok(mailboxes.every(({ verdict }) => verdict === 'unknown'));
      assert.equal(made.counts.verdicts.blocked, 0);
    } finally {
      sandbox.permissions.grant('graph', 'User.Read.All');
      sandbox.permissions.revoke('graph', 'User.ReadBasic.All');
    }
  });

  it('goes without roles where the permission is missing, and says so', async () => {
    sandbox.permissions.revoke('graph', 'RoleManagement.Read.Directory');
    try {
      const { scan: made } = await scan(sandbox);
      assert.deepEqual([made.state, made.rolesChecked], ['complete', false]);
    } finally {
      sandbox.permissions.grant('graph', 'RoleManagement.Read.Directory');
    }
  });

  it('is partial, with everything unknown, where accounts may not be read', async () => {
    sandbox.permissions.revoke('graph', 'User.Read.All');
    try {
      const { scan: made, mailboxes } = await scan(sandbox);
      assert.equal(made.state, 'partial');
      assert.match(
        made.problems.join(),
        /could not be read from Entra: Microsoft denied it; the bot needs User\.Read\.All\./u,
      );
      assert.ok(mailboxes.every(({ verdict }) => verdict === 'unknown'));
    } finally {
      sandbox.permissions.grant('graph', 'User.Read.All');
    }
  });

  it('is no scan where Exchange may not be read', async () => {
    sandbox.permissions.exchangeRole = 'none';
    try {
      await assert.rejects(
        scan(sandbox),
        (error) => error instanceof Refused && error.failure.kind === 'upstream-denied',
      );
    } finally {
      sandbox.permissions.exchangeRole = 'view-only-recipients';
    }
  });
});

describe('a scan of 2,500 mailboxes', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTenant({ users: 3000, mailboxes: 2500 });
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    sandbox.faults.clear();
    sandbox.requests.clear();
  });

  it('agrees with the directory about every single one', async () => {
    const { scan: made, mailboxes } = await scan(sandbox, 'beta');
    assert.equal(made.state, 'complete');
    assert.equal(mailboxes.length, 2500);
    for (const { mailbox, account, signIn } of mailboxes) {
      const user = sandbox.directory.contents.user(account?.id ?? '');
      const expected = user === undefined ? 'unknown' : sandbox.directory.isEnabled(user.id) ? 'allowed' : 'blocked';
      assert.equal(signIn, expected, mailbox.address);
    }
    const sum = Object.values(made.counts.verdicts).reduce((all, count) => all + count, 0);
    assert.equal(sum, 2500);
  });

  it('is partial when a page stays away, and keeps the pages before it', async () => {
    sandbox.faults.add({ effect: { kind: 'truncate' }, service: 'exchange', skip: 2 });
    const { scan: made, mailboxes } = await scan(sandbox, 'beta');
    assert.equal(made.state, 'partial');
    assert.match(made.problems[0] ?? '', /^Exchange's list of mailboxes broke off after 2,000 mailboxes on 2 pages: /u);
    assert.equal(mailboxes.length, 2000);
  });

  it('is partial when some accounts stay away: unknown, and neither fine nor gone', async () => {
    sandbox.faults.add({ effect: { kind: 'status', status: 503, retryAfter: 600 }, route: BY_IDS, skip: 1, count: 1 });
    const { scan: made, mailboxes } = await scan(sandbox, 'beta');
    assert.equal(made.state, 'partial');
    assert.equal(mailboxes.filter(({ cause }) => cause === 'state-not-returned').length, 1000);
    assert.equal(made.counts.joined, mailboxes.filter(({ account }) => account?.accountEnabled != null).length);
  });

  it('is complete after any fault that passes', async () => {
    for (const effect of [
      { kind: 'status', status: 429, retryAfter: 2 },
      { kind: 'status', status: 500 },
      { kind: 'reset', when: 'after' },
    ] as const) {
      sandbox.faults.clear();
      sandbox.faults.add({ effect, service: 'exchange', skip: 1, count: 1 });
      sandbox.faults.add({ effect, route: BY_IDS, skip: 1, count: 1 });
      sandbox.faults.add({ effect, route: ROLES, count: 1 });
      sandbox.faults.add({ effect, route: GROUP, count: 1 });
      const { scan: made } = await scan(sandbox, 'beta');
      assert.deepEqual([made.state, made.counts.targets, made.rolesChecked], ['complete', 2500, true]);
    }
  });
});

describe('a scan of 10,000 mailboxes in a tenant of 100,000 users', () => {
  let sandbox: Sandbox;
  before(async function () {
    this.timeout(60_000);
    sandbox = await startTenant({ users: 100_000, mailboxes: 10_000 });
  });
  after(() => sandbox.stop());

  // Without getByIds it is 34 requests for accounts instead of 11: three hundred in each (accounts.test.ts counts them).
  for (const [api, most] of [
    ['beta', 21],
    ['v2', 113],
  ] as const) {
    it(`takes at most ${most} requests besides the role pages (${api})`, async () => {
      sandbox.requests.clear();
      const { scan: made } = await scan(sandbox, api);
      assert.equal(made.state, 'complete', made.problems.join());
      assert.equal(made.counts.targets, 10_000);
      const roles = sandbox.requests.count({ route: ROLES }) + sandbox.requests.count({ route: GROUP });
      const cost = requestsOf(sandbox) - roles;
      assert.ok(cost >= 20 && cost <= most, `${cost} requests`);
      assert.equal(roles, 2);
    });
  }
});
