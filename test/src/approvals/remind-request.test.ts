// Reminders: each once however many workers have it, to those who have not decided, never of what is closed.
import assert from 'node:assert/strict';
import { type Hearer, type RemindDoors, remindRequest } from '../../../src/approvals/remind-request.js';
import type { Request } from '../../../src/approvals/request.js';
import { Refused } from '../../../src/failure.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, person, place, reach, request } from '../db/samples.js';

const HEARERS: readonly Hearer[] = [
  { conversationId: 'one', personId: 'person-one', audience: 'approver' },
  { conversationId: 'two', personId: 'person-two', audience: 'approver' },
  { conversationId: 'ops', personId: null, audience: 'place' },
];

onEachEngine('Reminding', {}, (under) => {
  let next = 0;
  const doors = (minute: number, changes: Partial<RemindDoors> = {}): RemindDoors => {
    const { ledger, requests } = under.store();
    const clock = { now: () => at(minute) };
    return { ledger, requests, clock, times: { urgentRepeatMs: 300_000 }, hearersOf: async () => HEARERS, ...changes };
  };
  async function open(changes: Partial<Request> = {}): Promise<Request> {
    next += 1;
    const made = request(`remind-${next}`, { reach: reach(2, 2), ...changes });
    await under.store().requests.insert(made);
    return made;
  }
  const slots = async ({ id }: Request): Promise<readonly string[]> =>
    (await under.store().deliveries.ofSubject({ kind: 'request', id })).map(
      ({ conversationId, slot }) => `${conversationId} ${slot}`,
    );
  const recorded = async ({ id }: Request): Promise<readonly unknown[]> => {
    const entries = await under.store().record.ofRequest(id, { before: null, limit: 50 });
    return entries.filter(({ event }) => event === 'request.reminded').map(({ detail }) => detail['nth']);
  };

  before(async () => {
    for (const { conversationId, personId, audience } of HEARERS) {
      const kind = audience === 'place' ? 'channel' : 'personal';
      await under.store().places.remember(place(conversationId, { personId, kind }), at(0));
    }
  });

  it('sends one more card to each chat and place, once, though two workers have it at once', async () => {
    const made = await open();
    await Promise.all(Array.from({ length: 6 }, () => remindRequest(made.id, 1, doors(30))));
    assert.deepEqual(await slots(made), ['one 1', 'ops 1', 'two 1']);
    assert.deepEqual(await recorded(made), [1]);
    assert.equal((await under.store().requests.load(made.id))?.version, 2);
    await remindRequest(made.id, 1, doors(31));
    assert.deepEqual(await recorded(made), [1], 'sent before');
  });

  it('leaves out who approved the list as it stands, also while the reminder was being made', async () => {
    const made = await open({ rules: { quorum: 2, executionMs: 1, revokeSessions: false } });
    const decision = {
      by: person('one'),
      verdict: 'approve',
      reason: null,
      at: at(1),
      content: made.contentHash,
    } as const;
    const decidesMeanwhile = async (): Promise<readonly Hearer[]> => {
      await under.store().requests.replace({ ...made, version: 2, decisions: [decision] });
      return HEARERS;
    };
    await remindRequest(made.id, 1, doors(30, { hearersOf: decidesMeanwhile }));
    assert.deepEqual(await slots(made), ['ops 1', 'two 1']);
  });

  it('says nothing of what is closed, is over, or was closed meanwhile', async () => {
    const denied = await open({ state: 'denied' });
    const over = await open();
    const closing = await open();
    const closesMeanwhile = async (): Promise<readonly Hearer[]> => {
      await under.store().requests.replace({ ...closing, version: 2, state: 'withdrawn' });
      return HEARERS;
    };
    await remindRequest(denied.id, 1, doors(30));
    await remindRequest(over.id, 2, doors(60));
    await remindRequest(closing.id, 1, doors(30, { hearersOf: closesMeanwhile }));
    await remindRequest('no such request', 1, doors(30));
    for (const made of [denied, over, closing]) assert.deepEqual(await slots(made), []);
  });

  it('makes one of those that a stopped bot missed', async () => {
    const made = await open();
    await remindRequest(made.id, 1, doors(55));
    await remindRequest(made.id, 2, doors(55));
    assert.deepEqual(await recorded(made), [2]);
    assert.deepEqual(await slots(made), ['one 2', 'ops 2', 'two 2']);
  });

  it('pages on while it is urgent, and plans no page past its time', async () => {
    const made = await open({ isUrgent: true, expiresAt: at(12) });
    const waits = (nth: number): Promise<boolean> =>
      under.store().jobs.isUnderWay({ name: 'remind-request', requestId: made.id, nth });
    await remindRequest(made.id, 1, doors(5));
    assert.equal(await waits(2), true);
    await remindRequest(made.id, 2, doors(10));
    assert.equal(await waits(3), false);
    assert.deepEqual(await recorded(made), [2, 1]);
  });

  it('tells nobody while Entra does not say who may decide', async () => {
    const made = await open();
    const hearersOf = async (): Promise<never> => {
      throw new Refused({ kind: 'busy' });
    };
    await assert.rejects(remindRequest(made.id, 1, doors(30, { hearersOf })), Refused);
    assert.deepEqual([await slots(made), await recorded(made)], [[], []]);
  });
});
