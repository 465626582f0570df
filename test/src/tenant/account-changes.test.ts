// What changed about accounts: from now on, whole or not at all, and begun anew when Microsoft has forgotten.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import type { AccountChanges } from '../../../src/mailboxes/account-changes.js';
import { createGraph } from '../../../src/tenant/graph.js';
import { readAccountChanges } from '../../../src/tenant/read-account-changes.js';
import { connect, failureOf, quickDoors, WORK } from './connect.js';
import { answerJson, startWire, type Wire } from './wire.js';

const ROUTE = 'GET /users/delta';
const DAY_MS = 86_400_000;

describe('accountChanges', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startTenant({ users: 400 });
  });
  afterEach(() => sandbox.stop());
  const read = (token: string | null, doors = quickDoors(sandbox)): Promise<AccountChanges> =>
    connect(sandbox, 'v2', doors).accountChanges(token, WORK);
  const changesSince = async (token: string | null) => {
    const answer = await read(token);
    assert.ok(answer.kind === 'changes');
    return answer;
  };
  const seen = (): void => sandbox.clock.advance(sandbox.switches.deltaLagMs);
  const idOf = (name: string): string => sandbox.directory.find(name).id;

  it('begins at now, and tells what came after, once', async () => {
    sandbox.directory.setAccountEnabled('Support', true);
    seen();
    const begun = await changesSince(null);
    assert.deepEqual([begun.changed, begun.removed], [[], []]);
    sandbox.directory.setAccountEnabled('Press', true);
    sandbox.directory.setAccountEnabled('Reception', false);
    sandbox.directory.changeUser('Careers', { licences: [] });
    seen();
    const then = await changesSince(begun.token);
    assert.deepEqual(then.changed, [
      { objectId: idOf('Press'), accountEnabled: true },
      { objectId: idOf('Reception'), accountEnabled: false },
      { objectId: idOf('Careers'), accountEnabled: null },
    ]);
    const after = await changesSince(then.token);
    assert.deepEqual([after.changed, after.removed], [[], []]);
    assert.ok(sandbox.requests.entries.every(({ clientRequestId }) => clientRequestId === WORK));
    assert.equal(sandbox.requests.count({ permission: 'User.Read.All' }), 3);
  });

  it('tells creations, deletions and what was restored', async () => {
    const { token } = await changesSince(null);
    const { objectId } = sandbox.directory.addMailbox({
      name: 'Lost and Found',
      alias: 'lost',
      type: 'SharedMailbox',
      signIn: 'allowed',
    });
    const { id: press } = sandbox.directory.deleteUser('Press');
    const { id: events } = sandbox.directory.deleteUser('Events');
    sandbox.directory.purgeUser(events);
    seen();
    const then = await changesSince(token);
    assert.deepEqual(then.changed, [{ objectId, accountEnabled: true }]);
    assert.deepEqual(then.removed, [
      { objectId: press, reason: 'changed' },
      { objectId: events, reason: 'deleted' },
    ]);
    sandbox.directory.restoreUser(press);
    seen();
    const restored = await changesSince(then.token);
    assert.deepEqual(restored.changed, [{ objectId: press, accountEnabled: false }]);
  });

  it('follows pages, takes repeats, and tells the state that counts', async () => {
    sandbox.switches.deltaReplays = true;
    const { token } = await changesSince(null);
    const users = sandbox.directory.contents.users.filter(({ deletedAt }) => deletedAt === null);
    for (const { id } of users) sandbox.directory.changeUser(id, { displayName: 'Renamed' });
    sandbox.directory.setAccountEnabled('press@lighthouse.example', true);
    sandbox.directory.setAccountEnabled('press@lighthouse.example', false);
    sandbox.directory.changeUser('press@lighthouse.example', { displayName: 'Press' });
    seen();
    sandbox.requests.clear();
    const { changed } = await changesSince(token);
    assert.equal(new Set(changed.map(({ objectId }) => objectId)).size, changed.length);
    assert.ok(sandbox.requests.count({ route: ROUTE }) >= 2);
    const press = changed.find(({ objectId }) => objectId === idOf('Press'));
    assert.deepEqual(press, { objectId: idOf('Press'), accountEnabled: false });
    assert.equal(changed.length, users.length);
  });

  it('loses nothing when a page is lost', async () => {
    const { token } = await changesSince(null);
    const users = sandbox.directory.contents.users.filter(({ deletedAt }) => deletedAt === null);
    for (const { id } of users) sandbox.directory.changeUser(id, { displayName: 'Renamed' });
    seen();
    for (const [effect, kind] of [
      [{ kind: 'status', status: 503 }, 'upstream-unavailable'],
      [{ kind: 'truncate' }, 'upstream-unavailable'],
      [{ kind: 'status', status: 400, code: 'Directory_ExpiredPageToken' }, 'upstream-unexpected'],
    ] as const) {
      sandbox.faults.add({ effect, route: ROUTE, skip: 1 });
      assert.equal((await failureOf(read(token))).kind, kind);
      sandbox.faults.clear();
    }
    assert.equal((await changesSince(token)).changed.length, users.length);
  });

  for (const expiredDeltaToken of ['syncStateNotFound', 'gone'] as const) {
    it(`says that a token is expired, and begins anew (${expiredDeltaToken})`, async () => {
      sandbox.switches.expiredDeltaToken = expiredDeltaToken;
      const { token } = await changesSince(null);
      sandbox.clock.advance(7 * DAY_MS + 1);
      assert.deepEqual(await read(token), { kind: 'expired' });
      const anew = await changesSince(null);
      sandbox.expireDeltaTokens();
      assert.deepEqual(await read(anew.token), { kind: 'expired' });
      assert.deepEqual((await changesSince(null)).changed, []);
    });
  }

  it('takes a token that nobody gave for an expired one', async () => {
    for (const token of ['', 'nonsense', 'latest&$select=id', '../../users']) {
      sandbox.requests.clear();
      assert.deepEqual(await read(token), { kind: 'expired' }, token);
      assert.ok(sandbox.requests.entries.every(({ route }) => route === ROUTE));
    }
  });

  it('is patient with what passes, and names its permission', async () => {
    const doors = quickDoors(sandbox);
    const { token } = await changesSince(null);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 5 }, route: ROUTE, count: 1 });
    assert.equal((await read(token, doors)).kind, 'changes');
    assert.deepEqual(doors.waits, [5000]);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 }, route: ROUTE, count: 1 });
    assert.equal((await failureOf(read(token, doors))).kind, 'upstream-unavailable');
    sandbox.permissions.revoke('graph', 'User.Read.All');
    for (const one of [token, null]) {
      const failure = await failureOf(read(one));
      assert.ok(failure.kind === 'upstream-denied' && failure.permission === 'User.Read.All');
    }
  });

  it('costs one request however many accounts there are', async () => {
    const { token } = await changesSince(null);
    sandbox.requests.clear();
    await changesSince(token);
    assert.equal(sandbox.requests.count(), 1);
    assert.equal(sandbox.requests.entries[0]?.units, 2);
  });
});

describe('accountChanges, answered strangely', () => {
  const doors = { now: Date.now, random: () => 0, sleep: async () => {} };
  let wire: Wire;
  afterEach(() => wire.stop());

  const DELTA = { '@odata.deltaLink': 'https://graph.microsoft.com/v1.0/users/delta?$deltatoken=t%2B1' };
  const answered = async (bodies: readonly object[], token: string | null = 'kept', status = 200) => {
    wire = await startWire((_request, response, before) => answerJson(response, status, bodies[before] ?? {}));
    const graph = createGraph({ endpoint: wire.origin, scope: 's' }, async () => 'token', doors);
    return readAccountChanges(graph, token, WORK);
  };

  it('keeps the token alone, whatever host its link names, and asks with it at our own', async () => {
    const answer = await answered([{ value: [], ...DELTA }], 'a+b&c');
    assert.deepEqual(answer, { kind: 'changes', changed: [], removed: [], token: 't+1' });
    const [request] = wire.requests;
    assert.equal(request?.path, '/v1.0/users/delta?$deltatoken=a%2Bb%26c');
    assert.equal(request?.headers['prefer'], 'return=minimal');
  });

  it('merges objects by the last that is said of each', async () => {
    const value = [
      { id: 'A', accountEnabled: true },
      { id: 'a', displayName: 'A' },
      { id: 'B', accountEnabled: true },
      { id: 'B', accountEnabled: 'false' },
      { id: 'B', '@removed': {} },
      { id: 'C', '@removed': { reason: 'deleted' } },
      { id: 'C', accountEnabled: null },
      { id: 'D', '@removed': { reason: 'deleted' } },
      { accountEnabled: true },
      { id: 7 },
      null,
      'E',
    ];
    assert.deepEqual(await answered([{ value, ...DELTA }]), {
      kind: 'changes',
      changed: [
        { objectId: 'a', accountEnabled: true },
        { objectId: 'c', accountEnabled: null },
      ],
      removed: [
        { objectId: 'b', reason: 'changed' },
        { objectId: 'd', reason: 'deleted' },
      ],
      token: 't+1',
    });
  });

  it('is no answer without a token to go on from', async () => {
    for (const link of [undefined, '', 7, 'here', 'https://x.example/delta', 'https://x.example/?$deltatoken=']) {
      const failure = await failureOf(answered([{ value: [], '@odata.deltaLink': link }]));
      assert.ok(failure.kind === 'upstream-unexpected' && /token/u.test(failure.detail), String(link));
      await wire.stop();
    }
    await answered([{ value: [], ...DELTA }]);
  });

  it('is no answer without a list, or when the next page lies at another host', async () => {
    const elsewhere = await startWire((_request, response) => answerJson(response, 200, { value: [], ...DELTA }));
    for (const body of [{ ...DELTA }, { value: [], '@odata.nextLink': `${elsewhere.origin}/v1.0/users/delta` }]) {
      assert.equal((await failureOf(answered([body]))).kind, 'upstream-unexpected');
      assert.equal(wire.requests.length, 1);
      await wire.stop();
    }
    await elsewhere.stop();
    assert.deepEqual(elsewhere.requests, []);
    await answered([{ value: [], ...DELTA }]);
  });

  it('tells expiry from other refusals', async () => {
    const error = (code: string) => [{ error: { code, message: 'no' } }];
    for (const [status, code, outcome] of [
      [410, 'anything', 'expired'],
      [400, 'SyncStateNotFound', 'expired'],
      [404, 'resyncRequired', 'expired'],
      [400, 'Request_BadRequest', 'expired'],
      [404, 'Request_ResourceNotFound', 'expired'],
      [401, 'InvalidAuthenticationToken', 'upstream-unexpected'],
      [403, 'Authorization_RequestDenied', 'upstream-denied'],
    ] as const) {
      const answer = answered(error(code), 'kept', status);
      const got = outcome === 'expired' ? (await answer).kind : (await failureOf(answer)).kind;
      assert.equal(got, outcome, `${status} ${code}`);
      await wire.stop();
    }
    const fresh = await failureOf(answered(error('syncStateNotFound'), null, 400));
    assert.equal(fresh.kind, 'upstream-unexpected', 'there is no token to expire');
  });

  it('lets a bug be a bug', async () => {
    wire = await startWire((_request, response) => answerJson(response, 200, { value: [] }));
    const bug = () => assert.fail('a bug');
    const graph = { send: bug, pages: bug, answers: bug };
    await assert.rejects(readAccountChanges(graph, 'kept', WORK), /a bug/u);
  });
});
