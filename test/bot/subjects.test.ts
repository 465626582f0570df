// What the outbox shows of a request: a reminder only to those still waited for, and one card with buttons in a chat.
import assert from 'node:assert/strict';
import { createSubjects, type SubjectDoors } from '../../bot/subjects.js';
import type { View } from '../../bot/views/view.js';
import { openedCheck } from '../../src/alerts/transitions.js';
import type { Request } from '../../src/approvals/request.js';
import { type Delivery, SLOT, type StoredPlace } from '../../src/delivery/ports.js';
import { Refused } from '../../src/failure.js';
import { OUTAGE } from '../src/alerts/small-tenant.js';
import { at, person, place, reach, request } from '../src/db/samples.js';

const CHAT: StoredPlace = {
  ...place('c1', { personId: 'person-one' }),
  admittedBy: null,
  approvalsBy: null,
  goneBecause: null,
};
const open = (changes: Partial<Request> = {}): Request => request('shown', { reach: reach(2, 2), ...changes });

async function seen(made: Request, delivery: Partial<Delivery>, isSuperseded = false): Promise<View | null> {
  const store = {
    requests: { load: async () => made },
    impacts: { ofObjectIds: async () => new Map() },
    deliveries: { isSuperseded: async () => isSuperseded },
  } as unknown as SubjectDoors['store'];
  const shown = await createSubjects({ store, now: () => at(40) } as unknown as SubjectDoors).request('shown');
  const all = { id: 'd', audience: 'approver', slot: SLOT.first, activityId: null, ...delivery } as Delivery;
  return shown === null ? null : shown.view(all, CHAT, false);
}

const verbs = (view: View | null): string => JSON.stringify(view?.data ?? {});
const approvedBy = (name: string, made: Request): Request => ({
  ...made,
  decisions: [{ by: person(name), verdict: 'approve', reason: null, at: at(1), content: made.contentHash }],
});

describe('what is shown of a request', () => {
  it('is no reminder of what is closed, unless it stands already', async () => {
    for (const state of ['approved', 'applying', 'denied', 'withdrawn', 'expired', 'done', 'failed'] as const) {
      assert.equal(await seen(open({ state }), { slot: 1 }), null, state);
      assert.notEqual(await seen(open({ state }), { slot: 1, activityId: 'a' }), null, state);
      assert.notEqual(await seen(open({ state }), { slot: SLOT.first }), null, 'a first card says how it ended');
    }
    assert.notEqual(await seen(open(), { slot: 1 }), null);
  });

  it('is no reminder to somebody who has approved it meanwhile', async () => {
    const rules = { quorum: 2, executionMs: 1, revokeSessions: false };
    assert.equal(await seen(approvedBy('one', open({ rules })), { slot: 1 }), null);
    assert.notEqual(await seen(approvedBy('two', open({ rules })), { slot: 1 }), null);
  });

  it('is no reminder of a review that is there, and no complaint that is not true any more', async () => {
    const ran = open({ isUrgent: true, state: 'done' });
    assert.notEqual(await seen(ran, { slot: SLOT.review + 1 }), null);
    const review = { by: person('two'), at: at(1), note: 'fine' };
    assert.equal(await seen({ ...ran, review }, { slot: SLOT.review + 1 }), null);
    const unheard = open({ reach: reach(2, 0, { reachable: 0 }) });
    const message = await seen(unheard, { slot: SLOT.unreached, audience: 'requester' });
    assert.match(message?.summary ?? '', /Nobody could be told/);
    assert.equal(await seen(open(), { slot: SLOT.unreached, audience: 'requester' }), null);
  });

  it('offers its buttons on the newest card alone', async () => {
    const newest = await seen(open(), { slot: 1, activityId: 'b' });
    assert.equal(newest?.card, 'request');
    assert.match(verbs(newest), /"canDecide":true/);
    assert.match(verbs(newest), /Reminder 1: 20 minutes left to decide/);
    const older = await seen(open(), { activityId: 'a' }, true);
    assert.equal(older?.card, 'notice');
    assert.match(verbs(older), /Pending approval.*A newer card of it stands further down.*"verb":"request"/);
    const inPlace = await seen(open(), { activityId: 'a', audience: 'place' }, true);
    assert.match(verbs(inPlace), /"verb":"review"/);
    const closed = await seen(open({ state: 'expired' }), { activityId: 'a' }, true);
    assert.match(closed?.summary ?? '', /Expired/);
  });
});

describe('what is shown of an alert in a person’s own chat', () => {
  const shownOf = async (
    kind: 'check-failed' | 'check-partial',
    mayRead: SubjectDoors['mayRead'],
  ): Promise<View | null> => {
    const finding = openedCheck({ id: 'F', episode: 1, at: at(0), kind, check: 'scan', problems: ['No answer.'] });
    const store = { findings: { load: async () => finding } } as unknown as SubjectDoors['store'];
    const shown = await createSubjects({ store, now: () => at(40), mayRead } as unknown as SubjectDoors).finding('F');
    return (await shown?.view({ audience: 'place' } as Delivery, CHAT, false)) ?? null;
  };
  const silent = async (): Promise<boolean> => {
    throw OUTAGE;
  };

  it('waits for Entra to say that they may read it, but for the news that nothing can be seen', async () => {
    await assert.rejects(shownOf('check-partial', silent), Refused);
    assert.match((await shownOf('check-failed', silent))?.summary ?? '', /./u);
  });

  it('is nothing to whoever may not read it, whatever it says', async () => {
    for (const kind of ['check-failed', 'check-partial'] as const) {
      assert.equal(await shownOf(kind, async () => false), null);
      assert.notEqual(await shownOf(kind, async () => true), null);
    }
  });
});

describe('a copy of what is told', () => {
  const COPY = /may stand here twice/;
  const dead = {
    kind: 'place',
    id: 'n',
    place: { kind: 'channel', name: 'Ops' },
    because: 'removed',
    at: at(1),
  } as const;
  const mayRead = async (): Promise<boolean> => true;
  const digest = { id: 'D', reason: 'flood', version: 1, at: at(1) } as const;
  const store = {
    notices: { load: async () => ({ version: 1, notice: dead }) },
    subscriptions: { of: async () => null },
    findings: {
      digest: async () => ({ digest, total: 2, open: 2 }),
      tally: async () => ({ total: 2, open: 2, byKind: {}, byRisk: {} }),
      page: async () => ({ rows: [], total: 2, page: 0, pageSize: 10 }),
    },
  } as unknown as SubjectDoors['store'];

  for (const kind of ['notice', 'digest'] as const) {
    it(`says so as a ${kind} too, and nothing else does`, async () => {
      const shown = await createSubjects({ store, now: () => at(40), mayRead } as unknown as SubjectDoors)[kind]('id');
      const delivery = { id: 'd', audience: 'place', conversationId: 'c1' } as unknown as Delivery;
      assert.match(verbs((await shown?.view(delivery, CHAT, true)) ?? null), COPY);
      assert.doesNotMatch(verbs((await shown?.view(delivery, CHAT, false)) ?? null), COPY);
    });
  }
});
