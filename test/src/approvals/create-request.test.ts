// Making requests at the same time: one open request per mailbox, and caps that hold.
import assert from 'node:assert/strict';
import { type Created, createRequest, type RequestSettings } from '../../../src/approvals/create-request.js';
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
  mode: 'enforce',
};

const exposed = (name: string): AssessedMailbox => mailbox(name, { account: account(`account-${name.toLowerCase()}`) });

onEachEngine('Making requests', {}, (under) => {
  let made = 0;
  let day = 0;

  beforeEach(() => {
    day += 2 * 24 * 60;
  });

  function create(mailboxes: readonly AssessedMailbox[], settings: Partial<RequestSettings> = {}): Promise<Created> {
    const { ledger } = under.store();
    const asked = {
      by: person('requester'),
      mailboxes,
      reason: 'unused',
      conversationId: 'c',
      audience: 'requester',
      correlationId: 'id',
    } as const;
    const ids = {
      requestId: () => {
        made += 1;
        return `R${made}`;
      },
    };
    const doors = { ledger, ids, clock: { now: () => at(day) }, reread: async () => mailboxes };
    return createRequest(asked, { ...SETTINGS, ...settings }, doors);
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
    const said = ['Blocked: sign-in is blocked already.', `Desk is in request ${standing.request.id} already.`];
    assert.equal(mixed.isNew, true);
    assert.deepEqual(mixed.leftOut, said);
    assert.deepEqual(
      mixed.request.items.map(({ displayName }) => displayName),
      ['Free'],
    );
    const again = await create([exposed('Desk'), blocked]);
    assert.deepEqual([again.isNew, again.request.id, again.leftOut], [false, standing.request.id, said]);
    await assert.rejects(
      create([blocked]),
      (error) => error instanceof Refused && error.failure.kind === 'nothing-to-block',
    );
  });
});
