// Making requests at the same time: one open request per mailbox, and caps that hold.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Created, createRequest, type RequestSettings } from '../../../src/approvals/create-request.js';
import { draftRequest } from '../../../src/approvals/draft-request.js';
import { strikeItems } from '../../../src/approvals/strike-items.js';
import { Refused } from '../../../src/failure.js';
import type { AssessedMailbox } from '../../../src/mailboxes/mailbox.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { account, at, mailbox, person } from '../db/samples.js';

const SETTINGS: RequestSettings = {
  quorum: 1,
  ttlMs: 3_600_000,
  executionMs: 3_600_000,
  reasonPattern: null,
  maxMailboxes: 50,
  maxPerDay: 1000,
  urgentTtlMs: 1_800_000,
  urgentRepeatMs: 300_000,
  longestExemptionMs: 180 * 86_400_000,
  exemptionWarningMs: 7 * 86_400_000,
  revokeSessions: false,
  mode: 'enforce',
};

const exposed = (name: string): AssessedMailbox => mailbox(name, { account: account(`account-${name.toLowerCase()}`) });

onEachEngine('Making requests', {}, (under) => {
  let made = 0;
  let day = 0;

  beforeEach(() => {
    day += 2 * 24 * 60;
  });

  async function create(
    mailboxes: readonly AssessedMailbox[],
    settings: Partial<RequestSettings> = {},
  ): Promise<Created> {
    const { ledger, drafts } = under.store();
    const by = person('requester');
    const wanted = {
      by,
      mailboxes,
      action: 'block',
      reason: 'unused',
      owner: null,
      until: null,
      isUrgent: false,
      conversationId: 'c',
      audience: 'requester',
      correlationId: 'id',
    } as const;
    const ids = {
      draftId: randomUUID,
      requestId: () => {
        made += 1;
        return `R${made}`;
      },
    };
    const doors = {
      ledger,
      ids,
      drafts,
      clock: { now: () => at(day) },
      reread: async (found: readonly AssessedMailbox[]) => found,
    };
    const draft = await draftRequest(wanted, { ...SETTINGS, ...settings }, doors);
    const sending = { draft, by, correlationId: 'id', activityId: null };
    return createRequest(sending, { ...SETTINGS, ...settings }, doors);
  }

  it('keeps to one open request for a mailbox, however many ask at once', async () => {
    const created = await Promise.all(Array.from({ length: 6 }, () => create([exposed('Lobby')])));
    assert.equal(created.filter(({ isNew }) => isNew).length, 1);
    const [first] = created;
    for (const { request, isNew, leftOut } of created) {
      assert.equal(request.id, first?.request.id);
      assert.deepEqual(leftOut, isNew ? [] : [`Lobby is in request ${request.id} already.`]);
    }
    assert.equal((await under.store().requests.openFor(['account-lobby'])).length, 1);
  });

  it('keeps to the cap of a day, however many ask at once', async () => {
    const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => create([exposed(`Cap ${name}`)], { maxPerDay: 2 }));
    const results = await Promise.allSettled(asked);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 2);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      assert(result.reason instanceof Refused, String(result.reason));
      assert.deepEqual(result.reason.failure, { kind: 'daily-cap', asked: 1, left: 0, limit: 2 });
    }
  });

  it('asks for what is free and says what is not, and why', async () => {
    const standing = await create([exposed('Desk')]);
    const blocked = { ...exposed('Blocked'), verdict: 'blocked' } as const;
    const mixed = await create([exposed('Desk'), exposed('Free'), blocked]);
    const taken = [`Desk is in request ${standing.request.id} already.`];
    assert.equal(mixed.isNew, true);
    assert.deepEqual(mixed.leftOut, taken);
    assert.deepEqual(mixed.request.leftOut, ['Blocked: sign-in is blocked already.', ...taken]);
    assert.deepEqual(
      mixed.request.items.map(({ displayName }) => displayName),
      ['Free'],
    );
    const again = await create([exposed('Desk'), blocked]);
    assert.deepEqual([again.isNew, again.request.id, again.leftOut], [false, standing.request.id, taken]);
    await assert.rejects(
      create([blocked]),
      (error) => error instanceof Refused && error.failure.kind === 'nothing-to-ask',
    );
  });

  it('takes a mailbox that was struck off another request, though what was with it is still asked for there', async () => {
    const { request: first } = await create([exposed('Kept'), exposed('Struck')]);
    const striking = { requestId: first.id, by: person('approver'), correlationId: 'id', content: null };
    const doors = { ledger: under.store().ledger, clock: { now: () => at(day) } };
    await strikeItems({ ...striking, objectIds: ['account-struck'] }, doors);
    const { request, leftOut } = await create([exposed('Kept'), exposed('Struck')]);
    assert.deepEqual(
      request.items.map(({ displayName }) => displayName),
      ['Struck'],
    );
    assert.deepEqual(leftOut, [`Kept is in request ${first.id} already.`]);
  });
});
