// Blocking and allowing sign-in: the same write both ways, repeated without harm, refused in Microsoft's words.
import assert from 'node:assert/strict';
import { type Tenant as Sandbox, startTenant } from '../../../sandbox/tenant/index.js';
import { Refused } from '../../../src/failure.js';
import { connectTenant } from '../../../src/tenant/index.js';
import { WRITE_LIMIT } from '../../../src/tenant/pace.js';
import { setSignIn } from '../../../src/tenant/set-sign-in.js';
import { configFor, connect, failureOf, WORK } from './connect.js';

const GONE = '99999999-9999-4999-8999-999999999999';

for (const [deed, allowed] of [
  ['block', false],
  ['unblock', true],
] as const) {
  describe(deed, () => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startTenant();
      sandbox.directory.setAccountEnabled('Reception', !allowed);
    });
    afterEach(() => sandbox.stop());
    const idOf = (name: string): string => sandbox.directory.find(name).id;

    it('sets it, and keeps Microsoft’s request id', async () => {
      const { microsoftRequestId } = await connect(sandbox)[deed](idOf('Reception'), WORK);
      assert.equal(sandbox.directory.isEnabled('Reception'), allowed);
      const [entry] = sandbox.requests.entries;
      assert.deepEqual([entry?.requestId, entry?.clientRequestId], [microsoftRequestId, WORK]);
      const opened = 'User.EnableDisableAccount.All + User.Read.All';
      assert.deepEqual([entry?.method, entry?.status, entry?.permission], ['PATCH', 204, opened]);
    });

    it('may be done twice, also when the answer to the first was lost', async () => {
      sandbox.faults.add({ effect: { kind: 'reset', when: 'after' }, method: 'PATCH', count: 1 });
      sandbox.faults.add({ effect: { kind: 'status', status: 409, applied: true }, method: 'PATCH', count: 1 });
      await connect(sandbox)[deed](idOf('Reception'), WORK);
      assert.equal(sandbox.directory.isEnabled('Reception'), allowed);
      assert.equal(sandbox.requests.count({ method: 'PATCH' }), 3);
    });

    it('waits as long as Graph asks, and hands back what would take too long', async () => {
      sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 3 }, method: 'PATCH', count: 1 });
      await connect(sandbox)[deed](idOf('Reception'), WORK);
      assert.equal(sandbox.directory.isEnabled('Reception'), allowed);
      sandbox.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 }, method: 'PATCH' });
      assert.equal((await failureOf(connect(sandbox)[deed](idOf('Press'), WORK))).kind, 'upstream-unavailable');
    });

    it('says why not: synced, administrator, gone', async () => {
      const synced = await failureOf(connect(sandbox)[deed](idOf('Payroll'), WORK));
      assert.ok(synced.kind === 'upstream-unexpected' && /on-premises mastered/u.test(synced.detail));
      const admin = await failureOf(connect(sandbox)[deed](idOf('IT Services'), WORK));
      assert.ok(admin.kind === 'upstream-denied' && admin.permission === 'User.EnableDisableAccount.All');
      assert.match(admin.trace.requestId ?? '', /^[0-9a-f-]{36}$/u);
      const gone = await failureOf(connect(sandbox)[deed](GONE, WORK));
      assert.ok(gone.kind === 'upstream-unexpected' && gone.trace.status === 404);
    });

    it('names its permission', async () => {
      sandbox.permissions.revoke('graph', 'User.EnableDisableAccount.All');
      const failure = await failureOf(connect(sandbox)[deed](idOf('Reception'), WORK));
      assert.ok(failure.kind === 'upstream-denied' && failure.permission === 'User.EnableDisableAccount.All');
      assert.equal(sandbox.directory.isEnabled('Reception'), !allowed);
    });

    it('changes no other account than the one named, whatever the name holds', async () => {
      const before = sandbox.directory.contents.users.map(({ enabled }) => enabled.at(-1)?.enabled);
      for (const objectId of ['', `${GONE}/../${idOf('Reception')}`, `${idOf('Reception')}?x=1`, '..', '%2e']) {
        const { kind } = await failureOf(connect(sandbox)[deed](objectId, WORK));
        assert.ok(kind === 'upstream-unexpected', objectId);
      }
      const after = sandbox.directory.contents.users.map(({ enabled }) => enabled.at(-1)?.enabled);
      assert.deepEqual(after, before);
    });

    it('writes nothing when its turn is refused', async () => {
      const turn = async (): Promise<void> => {
        throw new Refused({ kind: 'rate-limited', retryAfterSeconds: 40 });
      };
      const send = async (): Promise<never> => assert.fail('a write out of turn');
      const graph = { send, pages: () => assert.fail('no pages here'), answers: () => assert.fail('no pages here') };
      const failure = await failureOf(setSignIn(graph, { turn }, { objectId: idOf('Reception'), allowed }, WORK));
      assert.equal(failure.kind, 'rate-limited');
    });
  });
}

describe('block and unblock', () => {
  it('share one pace, for Microsoft counts them together', async () => {
    const sandbox = await startTenant({ users: 0, mailboxes: 1 });
    try {
      const doors = { now: () => 1_000_000, random: () => 0.5, sleep: async () => {} };
      // Without a token a write takes its turn and goes no further.
      const tenant = connectTenant(configFor(sandbox), doors, async () => {
        throw new Refused({ kind: 'busy' });
      });
      for (let write = 0; write < WRITE_LIMIT.calls; write += 1) {
        const deed = write % 2 === 0 ? 'block' : 'unblock';
        assert.equal((await failureOf(tenant[deed]('an-account', WORK))).kind, 'busy');
      }
      for (const deed of ['block', 'unblock'] as const) {
        assert.equal((await failureOf(tenant[deed]('an-account', WORK))).kind, 'rate-limited');
      }
    } finally {
      await sandbox.stop();
    }
  });
});
