// Carrying out approved requests: what is tried again, what is given up, and stopping when told to.
import assert from 'node:assert/strict';
import { type ApplyDoors, applyRequest } from '../../../src/approvals/apply-request.js';
import type { Job } from '../../../src/approvals/ports.js';
import type { Request } from '../../../src/approvals/request.js';
import { PATIENCE_MS, type VerifyDoors, verifyRequest } from '../../../src/approvals/verify-request.js';
import { type Failure, Refused, type UpstreamTrace } from '../../../src/failure.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { account, at, item, mailbox, request } from '../db/samples.js';

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

  describe('with a mailbox for which Microsoft gives no answer', () => {
    const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

    async function six(id: string): Promise<string> {
      const items = NAMES.map((name) => item(`${id}-${name}`));
      await under.store().requests.insert(request(id, { state: 'approved', runBy: at(60), items }));
      return id;
    }
    const silentFor = (...objectIds: readonly string[]) => {
      const asked: string[] = [];
      const block = async (objectId: string): Promise<{ microsoftRequestId: null }> => {
        asked.push(objectId);
        if (!objectIds.includes(objectId)) return { microsoftRequestId: null };
        throw new Refused({ kind: 'upstream-unavailable', trace: trace({ status: 503 }) });
      };
      return { asked, block };
    };

    it('blocks the others, has them read back, and asks for that one again', async () => {
      const id = await six('one-silent');
      const { block } = silentFor(`${id}-b`);
      await applyRequest(id, doors({ block }), NEVER);
      const written = Array.from({ length: 4 }, () => 'written');
      assert.deepEqual(await outcomes(id), ['written', null, ...written]);
      assert.equal(await isUnderWay({ name: 'apply-request', requestId: id }), true);
      assert.equal(await isUnderWay({ name: 'verify-request', requestId: id, attempt: 0 }), true);
      await applyRequest(id, doors(), NEVER, `${id}-f`);
      assert.deepEqual(await outcomes(id), ['written', 'written', ...written]);
      const isBegun = (name: string): Promise<boolean> =>
        under.store().ledger.transaction((work) => work.writes.hasBegun(id, `${id}-${name}`));
      assert.deepEqual(
        await Promise.all(NAMES.map(isBegun)),
        NAMES.map(() => false),
        'each has its outcome',
      );
    });

    it('leaves all for later after three in a row, and begins behind them the next time', async () => {
      const id = await six('three-silent');
      const { asked, block } = silentFor(`${id}-a`, `${id}-b`, `${id}-c`);
      await applyRequest(id, doors({ block }), NEVER);
      assert.deepEqual(asked, [`${id}-a`, `${id}-b`, `${id}-c`]);
      assert.equal(
        await isUnderWay({ name: 'verify-request', requestId: id, attempt: 0 }),
        false,
        'nothing was written',
      );
      await applyRequest(id, doors({ block }), NEVER, `${id}-c`);
      assert.deepEqual(await outcomes(id), [null, null, null, 'written', 'written', 'written']);
      assert.deepEqual(asked.slice(3, 6), [`${id}-d`, `${id}-e`, `${id}-f`]);
    });

    it('is read back by looks that began later, not given up by those of the others', async () => {
      const id = await six('written-late');
      const { block } = silentFor(`${id}-b`);
      await applyRequest(id, doors({ block }), NEVER);
      await applyRequest(id, doors({ minute: 9 }), NEVER, `${id}-f`);
      const { requests, ledger } = under.store();
      const others = new Map(
        NAMES.filter((name) => name !== 'b').map((name) => [
          `${id}-${name}`,
          account(`${id}-${name}`, { accountEnabled: false }),
        ]),
      );
      const reading: VerifyDoors = {
        ...{
          requests,
          ledger,
          clock: { now: () => at(9) },
          changed: async () => undefined,
          listMissed: () => undefined,
        },
        readAccounts: async () => others,
      };
      await verifyRequest(id, PATIENCE_MS.length, reading, at(1));
      const blocked = Array.from({ length: 4 }, () => 'blocked');
      assert.deepEqual(await outcomes(id), ['blocked', 'written', ...blocked]);
      await verifyRequest(id, PATIENCE_MS.length, reading, at(9));
      assert.deepEqual(await outcomes(id), ['blocked', 'failed', ...blocked]);
    });
  });

  describe('again after a block whose answer was lost', () => {
    const sessions = (ended: string[]) => async (objectId: string) => {
      ended.push(objectId);
      return { kind: 'revoked' } as const;
    };
    const asBlocked = () => ({
      reread: async ({ objectId }: { readonly objectId: string }) =>
        mailbox(objectId, {
          account: account(objectId, { accountEnabled: false }),
          signIn: 'blocked',
          verdict: 'blocked',
        }),
    });
    const lost = async (): Promise<never> => {
      throw new Refused({ kind: 'upstream-unavailable', trace: trace({ status: 503 }) });
    };
    const made = async (id: string): Promise<string> => {
      const { rules } = request(id);
      await under
        .store()
        .requests.insert(request(id, { state: 'approved', runBy: at(60), rules: { ...rules, revokeSessions: true } }));
      return id;
    };

    it('records it as its own, and ends the sessions', async () => {
      const id = await made('lost-answer');
      await applyRequest(id, doors({ block: lost }), NEVER);
      const ended: string[] = [];
      await applyRequest(id, doors({ beginRun: asBlocked, block: lost, revokeSessions: sessions(ended) }), NEVER);
      assert.deepEqual(await outcomes(id), ['written', 'written']);
      assert.deepEqual(ended, [`${id}-a`, `${id}-b`]);
      const entries = await under.store().record.ofRequest(id, { before: null, limit: 9 });
      const kinds = entries.map(({ event }) => event).filter((event) => event.startsWith('mailbox.'));
      assert.deepEqual(kinds, ['mailbox.block-written', 'mailbox.block-written']);
    });

    it('says that it was blocked already where it never asked for it', async () => {
      const id = await made('not-ours');
      const ended: string[] = [];
      await applyRequest(id, doors({ beginRun: asBlocked, block: lost, revokeSessions: sessions(ended) }), NEVER);
      assert.deepEqual(await outcomes(id), ['already-blocked', 'already-blocked']);
      assert.deepEqual(ended, []);
    });

    it('ends no sessions once its time is over', async () => {
      const id = await made('lost-and-late');
      await applyRequest(id, doors({ block: lost }), NEVER);
      const ended: string[] = [];
      await applyRequest(
        id,
        doors({ minute: 60, beginRun: asBlocked, block: lost, revokeSessions: sessions(ended) }),
        NEVER,
      );
      assert.deepEqual(await outcomes(id), ['written', 'written'], 'it stands, and is recorded as the bot’s');
      assert.deepEqual(ended, []);
    });
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
