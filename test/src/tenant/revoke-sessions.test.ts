// Ending an account's sessions: an optional permission, a write like any other.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { Refused } from '../../../src/failure.js';
import { revokeSessions } from '../../../src/tenant/revoke-sessions.js';
import { connect, failureOf, quickDoors, WORK } from './connect.js';

const ROUTE = 'POST /users/{id}/revokeSignInSessions';
const GONE = '99999999-9999-4999-8999-999999999999';

describe('revokeSessions', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startTenant();
    sandbox.permissions.grant('graph', 'User.RevokeSessions.All');
  });
  afterEach(() => sandbox.stop());
  const idOf = (name: string): string => sandbox.directory.find(name).id;
  const sessionsOf = (name: string): number => sandbox.directory.find(name).sessionsValidFrom;

  for (const status of [200, 204] as const) {
    it(`ends what is open, and keeps Microsoft’s request id (${status})`, async () => {
      sandbox.switches.revokeSessionsStatus = status;
      const before = sandbox.clock.now();
      const done = await connect(sandbox).revokeSessions(idOf('Invoices'), WORK);
      const [entry] = sandbox.requests.entries;
      assert.deepEqual(done, { kind: 'revoked', microsoftRequestId: entry?.requestId });
      assert.deepEqual([entry?.status, entry?.clientRequestId], [status, WORK]);
      assert.ok(sessionsOf('Invoices') >= before);
    });
  }

  it('says that the permission is missing, and ends nothing', async () => {
    sandbox.permissions.revoke('graph', 'User.RevokeSessions.All');
    const before = sessionsOf('Invoices');
    assert.deepEqual(await connect(sandbox).revokeSessions(idOf('Invoices'), WORK), { kind: 'no-permission' });
    assert.equal(sessionsOf('Invoices'), before);
  });

  it('is patient with what passes, and throws everything else', async () => {
    const doors = quickDoors(sandbox);
    sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 4 }, route: ROUTE, count: 1 });
    sandbox.faults.add({ effect: { kind: 'reset', when: 'after' }, route: ROUTE, count: 1 });
    assert.equal((await connect(sandbox, 'v2', doors).revokeSessions(idOf('Invoices'), WORK)).kind, 'revoked');
    assert.deepEqual(doors.waits, [4000, 1000]);
    const gone = await failureOf(connect(sandbox).revokeSessions(GONE, WORK));
    assert.ok(gone.kind === 'upstream-unexpected' && gone.trace.status === 404);
    sandbox.faults.add({ effect: { kind: 'status', status: 503 }, route: ROUTE });
    const busy = await failureOf(connect(sandbox).revokeSessions(idOf('Invoices'), WORK));
    assert.equal(busy.kind, 'upstream-unavailable');
  });

  it('counts as a write: no turn, no request', async () => {
    const turn = async (): Promise<void> => {
      throw new Refused({ kind: 'rate-limited', retryAfterSeconds: 40 });
    };
    const send = async (): Promise<never> => assert.fail('a write out of turn');
    const graph = { send, pages: () => assert.fail('no pages here'), answers: () => assert.fail('no pages here') };
    const failure = await failureOf(revokeSessions(graph, { turn }, GONE, WORK));
    assert.equal(failure.kind, 'rate-limited');
  });
});
