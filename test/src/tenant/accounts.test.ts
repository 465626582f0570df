// Accounts: read by the thousand, joined by what they say of themselves, lost ones told apart from absent ones.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { Refused } from '../../../src/failure.js';
import { createGraph } from '../../../src/tenant/graph.js';
import { joinAccounts } from '../../../src/tenant/read-accounts.js';
import { connect, quickDoors, WORK } from './connect.js';
import { answerJson, startWire } from './wire.js';

const NOBODY = '99999999-9999-4999-8999-999999999999';
const BY_IDS = 'POST /directoryObjects/getByIds';
const BATCH = 'POST /$batch';

describe('reading accounts', () => {
  let sandbox: Sandbox;
  let ids: readonly string[];
  before(async () => {
    sandbox = await startTenant({ users: 3000, mailboxes: 2500 });
    ids = sandbox.directory.contents.users.slice(0, 2400).map(({ id }) => id);
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    sandbox.faults.clear();
    sandbox.requests.clear();
    // The log counts units within ten seconds; each test begins with a fresh allowance.
    sandbox.clock.advance(200_000);
    Object.assign(sandbox.switches, { getByIdsWithUserReadAll: 'full', throttledBatchItemApplied: false });
  });

  it('reads every property the verdict needs', async () => {
    const truth = sandbox.directory.find('Room Cassini (8)');
    const account = await connect(sandbox).readAccount(truth.id, WORK);
    assert.deepEqual(account, {
      id: truth.id,
      userPrincipalName: truth.userPrincipalName,
      displayName: 'Room Cassini (8)',
      accountEnabled: true,
      onPremisesSyncEnabled: null,
      userType: 'Member',
      skuIds: truth.licences,
      createdAt: `${new Date(truth.createdAt).toISOString().slice(0, 19)}Z`,
      passwordChangedAt: truth.passwordChangedAt && `${new Date(truth.passwordChangedAt).toISOString().slice(0, 19)}Z`,
      managementRestricted: null,
    });
  });

  it('finds one by id or name without case, and null where there is none', async () => {
    const tenant = connect(sandbox);
    const { guest } = sandbox.people;
    assert.equal((await tenant.readAccount(guest.objectId.toUpperCase(), WORK))?.id, guest.objectId);
    assert.equal((await tenant.readAccount(guest.upn.toUpperCase(), WORK))?.id, guest.objectId);
    assert.equal(await tenant.readAccount(NOBODY, WORK), null);
    assert.equal(await tenant.readAccount("o'nobody@lighthouse.example", WORK), null);
    assert.equal(await tenant.readAccount('  ', WORK), null);
  });

  it('reads 2,400 in three calls, and leaves out what does not exist', async () => {
    const { accounts, lost } = await connect(sandbox).joinAccounts([...ids, NOBODY, ids[0] ?? ''], WORK);
    assert.equal(accounts.size, 2400);
    assert.equal(lost.size, 0);
    assert.deepEqual(sandbox.requests.counts(), { [BY_IDS]: 3 });
    for (const id of ids) assert.equal(accounts.get(id)?.accountEnabled, sandbox.directory.isEnabled(id));
  });

  it('takes names too, exactly and without case', async () => {
    const { upn, objectId } = sandbox.people.guest;
    const { accounts } = await connect(sandbox).joinAccounts([upn.toUpperCase(), 'gale.guest'], WORK);
    assert.deepEqual(
      [...accounts].map(([name, { id }]) => [name, id]),
      [[upn.toLowerCase(), objectId]],
    );
  });

  for (const how of ['denied', 'ids-only'] as const) {
    it(`asks another way when getByIds is ${how}: 300 accounts a request`, async () => {
      sandbox.switches.getByIdsWithUserReadAll = how;
      const { accounts, lost } = await connect(sandbox).joinAccounts([...ids, NOBODY], WORK);
      assert.equal(accounts.size, 2400);
      assert.equal(lost.size, 0);
      assert.deepEqual(
        [sandbox.requests.count({ route: BY_IDS }), sandbox.requests.count({ route: BATCH })],
        [1, Math.ceil(2401 / 300)],
      );
    });
  }

  it('loses only the part that could not be read, and says why', async () => {
    sandbox.faults.add({ effect: { kind: 'status', status: 503 }, route: BY_IDS, skip: 1, count: 4 });
    const { accounts, lost } = await connect(sandbox).joinAccounts(ids, WORK);
    assert.deepEqual([accounts.size, lost.size], [1400, 1000]);
    const [why] = lost.values();
    assert.ok(why?.failure.kind === 'upstream-unavailable' && why.failure.trace.status === 503);
    sandbox.faults.add({ effect: { kind: 'status', status: 503 }, route: BY_IDS, skip: 1, count: 4 });
    await assert.rejects(connect(sandbox).readAccounts(ids, WORK), Refused);
  });

  it('is stopped by nothing that passes', async () => {
    const doors = quickDoors(sandbox);
    for (const effect of [
      { kind: 'status', status: 429, retryAfter: 5 },
      { kind: 'status', status: 500 },
      { kind: 'reset', when: 'after' },
      { kind: 'truncate' },
    ] as const) {
      sandbox.faults.add({ effect, route: BY_IDS, count: 1 });
    }
    const accounts = await connect(sandbox, 'v2', doors)
      .readAccounts(ids.slice(0, 10), WORK)
      .catch(() => null);
    assert.equal(accounts, null, 'four faults are one more than patience has');
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 5 }, route: BY_IDS, count: 1 });
    doors.waits.length = 0;
    assert.equal((await connect(sandbox, 'v2', doors).readAccounts(ids.slice(0, 10), WORK)).size, 10);
    assert.deepEqual(doors.waits, [5000]);
  });

  it('repeats only the items of a batch that failed, after the longest wait among them', async () => {
    sandbox.switches.getByIdsWithUserReadAll = 'denied';
    const doors = quickDoors(sandbox);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 3 }, inBatch: true, skip: 2, count: 1 });
    sandbox.faults.add({ effect: { kind: 'status', status: 503, retryAfter: 9 }, inBatch: true, skip: 6, count: 2 });
    const { accounts, lost } = await connect(sandbox, 'v2', doors).joinAccounts(ids.slice(0, 300), WORK);
    assert.deepEqual([accounts.size, lost.size], [300, 0]);
    assert.deepEqual(doors.waits, [9000]);
    assert.equal(sandbox.requests.count({ inBatch: true }), 23);
    assert.equal(sandbox.requests.count({ inBatch: true, status: 200 }), 20);
  });

  it('loses the accounts of an item that stays away, and no others', async () => {
    sandbox.switches.getByIdsWithUserReadAll = 'denied';
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 }, inBatch: true, skip: 4, count: 1 });
    const { accounts, lost } = await connect(sandbox).joinAccounts(ids.slice(0, 300), WORK);
    assert.deepEqual([accounts.size, lost.size], [285, 15]);
    assert.equal(sandbox.requests.count({ route: BATCH }), 1);
  });

  it('names the permission when accounts may not be read at all', async () => {
    sandbox.permissions.revoke('graph', 'User.Read.All');
    try {
      const { accounts, lost } = await connect(sandbox).joinAccounts(ids.slice(0, 20), WORK);
      assert.deepEqual([accounts.size, lost.size], [0, 20]);
      const [why] = lost.values();
      assert.ok(why?.failure.kind === 'upstream-denied' && why.failure.permission === 'User.Read.All');
      await assert.rejects(connect(sandbox).readAccount(ids[0] ?? '', WORK), Refused);
    } finally {
      sandbox.permissions.grant('graph', 'User.Read.All');
    }
  });

  it('keeps no account that it did not ask for, and takes a list with a rest elsewhere for unfinished', async () => {
    const [a = '', b = '', c = ''] = ids;
    const wire = await startWire((_request, response) =>
      answerJson(response, 200, {
        value: [a, c].map((id) => ({ id, userPrincipalName: `${id}@x.example`, accountEnabled: false })),
        '@odata.nextLink': 'https://elsewhere.example/',
      }),
    );
    try {
      const doors = quickDoors(sandbox);
      const graph = createGraph({ endpoint: wire.origin, scope: 's' }, async () => 'token', doors);
      const { accounts, lost } = await joinAccounts(graph, [a, b], WORK, doors);
      assert.deepEqual([...accounts.keys()], [a]);
      assert.deepEqual([...lost.keys()], [b]);
    } finally {
      await wire.stop();
    }
  });
});
