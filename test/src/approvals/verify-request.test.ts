// Reading back: what counts as a look, when patience ends, and what is said then.
import assert from 'node:assert/strict';
import type { Job, Ledger } from '../../../src/approvals/ports.js';
import type { Request } from '../../../src/approvals/request.js';
import { PATIENCE_MS, UNREAD_MS, type VerifyDoors, verifyRequest } from '../../../src/approvals/verify-request.js';
import { Refused } from '../../../src/failure.js';
import type { Account } from '../../../src/mailboxes/mailbox.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { account, item, request, T0 } from '../db/samples.js';

type Enqueued = { readonly job: Job; readonly afterMs: number };
type Look = 'blocked' | 'allowed' | 'gone' | 'unreadable';

/** Keeps jobs instead of enqueuing them. */
function keeping(ledger: Ledger, kept: Enqueued[]): Ledger {
  return {
    transaction: (work) =>
      ledger.transaction((doors) =>
        work({
          ...doors,
          jobs: {
            ...doors.jobs,
            async enqueue(job, { afterMs = 0 } = {}) {
              kept.push({ job, afterMs });
            },
          },
        }),
      ),
  };
}

onEachEngine('Reading back', {}, (under) => {
  /** Takes look after look, each at the time it was planned for, until none is planned. */
  async function lives(
    id: string,
    lookAt: (look: number, waitedMs: number) => Look,
    changes: Partial<VerifyDoors> = {},
  ): Promise<{ readonly looks: number; readonly waitedMs: number; readonly request: Request | null }> {
    const { ledger, requests } = under.store();
    const written = { kind: 'written', at: T0, microsoftRequestId: null } as const;
    const items = ['a', 'b'].map((name) => item(`${id}-${name}`, { outcome: written }));
    await requests.insert(request(id, { state: 'applying', items }));
    let waitedMs = 0;
    let looks = 0;
    let next: Job | undefined = { name: 'verify-request', requestId: id, attempt: 0 };
    while (next?.name === 'verify-request') {
      const kept: Enqueued[] = [];
      const seen = lookAt(looks, waitedMs);
      looks += 1;
      const now = waitedMs;
      await verifyRequest(id, next.attempt, {
        ledger: keeping(ledger, kept),
        requests,
        clock: { now: () => new Date(Date.parse(T0) + now).toISOString() },
        readAccounts: async (ids) => accountsThat(seen, ids),
        changed: async () => undefined,
        listMissed: () => undefined,
        ...changes,
      });
      assert(kept.length <= 1);
      next = kept[0]?.job;
      waitedMs += kept[0]?.afterMs ?? 0;
    }
    return { looks, waitedMs, request: await requests.load(id) };
  }

  function accountsThat(seen: Look, ids: readonly string[]): ReadonlyMap<string, Account> {
    if (seen === 'unreadable') {
      const trace = { service: 'graph', status: 401, code: null, requestId: null } as const;
      throw new Refused({ kind: 'upstream-unexpected', trace, detail: 'no' });
    }
    if (seen === 'gone') return new Map();
    return new Map(ids.map((one) => [one, account(one, { accountEnabled: seen === 'allowed' })]));
  }

  const why = (made: Request | null): readonly string[] =>
    (made?.items ?? []).map(({ outcome }) => (outcome !== null && 'why' in outcome ? outcome.why : ''));

  it('says that it was switched back only after all looks have shown it', async () => {
    const { looks, waitedMs, request: made } = await lives('back', () => 'allowed');
    assert.equal(looks, PATIENCE_MS.length + 1);
    assert.equal(
      waitedMs,
      PATIENCE_MS.reduce((sum, ms) => sum + ms, 0),
    );
    assert.equal(made?.state, 'failed');
    for (const text of why(made)) assert.match(text, /still reads as sign-in allowed/);
  });

  it('does not count looks that could not read', async () => {
    const { looks, request: made } = await lives('hours', (_, waited) =>
      waited < 3 * 3_600_000 ? 'unreadable' : 'blocked',
    );
    assert.equal(made?.state, 'done');
    assert(looks > 15 && looks < 60, `${looks} looks`);
    const mixed = await lives('mixed', (look) => (look % 2 === 0 ? 'unreadable' : 'allowed'));
    assert.equal(mixed.looks, 2 * (PATIENCE_MS.length + 1));
    for (const text of why(mixed.request)) assert.match(text, /still reads as sign-in allowed/);
  });

  it('ends after a day without a look as written, not confirmed, and never as not blocked', async () => {
    const { looks, waitedMs, request: made } = await lives('day', () => 'unreadable');
    assert(waitedMs >= UNREAD_MS && waitedMs < UNREAD_MS + 600_000, `${waitedMs} ms`);
    assert(looks < 250, `${looks} looks`);
    assert.equal(made?.state, 'failed');
    for (const text of why(made)) assert.match(text, /^Microsoft accepted .* could not be read since\.$/);
    const isUnconfirmed = made?.items.map(({ outcome }) => outcome?.kind === 'failed' && outcome.isUnconfirmed);
    assert.deepEqual(isUnconfirmed, [true, true]);
    const { request: gone } = await lives('gone', () => 'gone');
    for (const text of why(gone)) assert.match(text, /^Microsoft accepted the change, but /);
  });

  it('proves every mailbox though the list cannot be told', async () => {
    const missed: string[] = [];
    const { request: made, looks } = await lives('list', () => 'blocked', {
      changed: async () => {
        throw new Error('no list');
      },
      listMissed: ({ id }, error) => missed.push(`${id}: ${error}`),
    });
    assert.deepEqual([made?.state, looks], ['done', 1]);
    assert.deepEqual(missed, ['list-a: Error: no list', 'list-b: Error: no list']);
  });
});
