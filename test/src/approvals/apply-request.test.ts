// Carrying out approved requests: what is tried again, what is given up, and stopping when told to.
import assert from 'node:assert/strict';
import { type ApplyDoors, applyRequest } from '../../../src/approvals/apply-request.js';
import type { Job } from '../../../src/approvals/ports.js';
import type { Request } from '../../../src/approvals/request.js';
import { type Failure, Refused, type UpstreamTrace } from '../../../src/failure.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { account, at, mailbox, request } from '../db/samples.js';

const NEVER = new AbortController().signal;
const trace = (changes: Partial<UpstreamTrace>): UpstreamTrace => ({
  service: 'graph',
  status: null,
  code: null,
  requestId: null,
  ...changes,
});

onEachEngine('Carrying out a request', {}, (under) => {
  function doors(changes: Partial<ApplyDoors> & { readonly minute?: number } = {}): ApplyDoors {
    const { ledger, requests } = under.store();
    return {
      ledger,
      requests,
      clock: { now: () => at(changes.minute ?? 1) },
      mode: 'enforce',
      beginRun: () => ({ reread: async ({ objectId }) => mailbox(objectId, { account: account(objectId) }) }),
      exemptionWarningMs: 0,
      block: async () => ({ microsoftRequestId: null }),
      unblock: async () => ({ microsoftRequestId: null }),
      revokeSessions: async () => ({ kind: 'revoked' }),
      changed: async () => undefined,
      ...changes,
    };
  }

  async function approved(id: string): Promise<Request> {
    const made = request(id, { state: 'approved', runBy: at(60) });
    await under.store().requests.insert(made);
    return made;
  }

  const outcomes = async (id: string): Promise<unknown> =>
    (await under.store().requests.load(id))?.items.map(({ outcome }) => outcome?.kind ?? null);
  const isUnderWay = (job: Job): Promise<boolean> => under.store().jobs.isUnderWay(job);

  const passing: Readonly<Record<string, Failure>> = {
    'an expired secret': {
      kind: 'upstream-unexpected',
      trace: trace({ service: 'identity', status: 401, code: 'AADSTS7000222' }),
      detail: 'AADSTS7000222: The provided client secret keys are expired.',
    },
    'a token that Graph does not take': {
      kind: 'upstream-unexpected',
      trace: trace({ status: 401, code: 'InvalidAuthenticationToken' }),
      detail: 'Lifetime validation failed, the token is expired.',
    },
    'an unreachable identity service': { kind: 'upstream-unavailable', trace: trace({ service: 'identity' }) },
    'a queue that is too long': { kind: 'rate-limited', retryAfterSeconds: 5 },
  };

  for (const [index, [name, failure]] of Object.entries(passing).entries()) {
    it(`goes on later after ${name}, until the time to run is over`, async () => {
      const { id } = await approved(`passing-${index}`);
      let broken = true;
      const block = async (): Promise<{ microsoftRequestId: null }> => {
        if (broken) throw new Refused(failure);
        return { microsoftRequestId: null };
      };
      await applyRequest(id, doors({ block }), NEVER);
      assert.deepEqual(await outcomes(id), [null, null]);
      assert.equal(await isUnderWay({ name: 'apply-request', requestId: id }), true);
      broken = false;
      await applyRequest(id, doors({ block }), NEVER);
      assert.deepEqual(await outcomes(id), ['written', 'written']);

      const { id: late } = await approved(`late-${index}`);
      broken = true;
      await applyRequest(late, doors({ block, minute: 60 }), NEVER);
      assert.deepEqual(await outcomes(late), ['skipped', 'skipped']);
      assert.equal((await under.store().requests.load(late))?.state, 'failed');
    });
  }

  it('gives a mailbox up when Graph will never take the change', async () => {
    const { id } = await approved('never');
    const block = async (objectId: string): Promise<{ microsoftRequestId: null }> => {
      if (objectId !== 'never-a') return { microsoftRequestId: null };
      throw new Refused({ kind: 'upstream-unexpected', trace: trace({ status: 400 }), detail: 'Bad.' });
    };
    await applyRequest(id, doors({ block }), NEVER);
    assert.deepEqual(await outcomes(id), ['failed', 'written']);
  });

  it('touches no further mailbox once the run is taken away, and goes on in the next run', async () => {
    const { id } = await approved('stopped');
    const stop = new AbortController();
    const blocked: string[] = [];
    const block = async (objectId: string): Promise<{ microsoftRequestId: null }> => {
      blocked.push(objectId);
      stop.abort(new Error('taken away'));
      return { microsoftRequestId: null };
    };
    await assert.rejects(applyRequest(id, doors({ block }), stop.signal), /taken away/);
    assert.deepEqual(blocked, ['stopped-a']);
    assert.deepEqual(await outcomes(id), ['written', null]);
    await applyRequest(id, doors({ block }), NEVER);
    assert.deepEqual(blocked, ['stopped-a', 'stopped-b']);
    assert.equal(await isUnderWay({ name: 'verify-request', requestId: id, attempt: 0 }), true);
  });
});
