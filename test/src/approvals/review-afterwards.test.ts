// Reviews of urgent requests that ran: whose they are, and how often somebody is reminded of one that is owed.
import assert from 'node:assert/strict';
import type { Approver } from '../../../src/approvals/approver.js';
import { finishRequest } from '../../../src/approvals/finish-request.js';
import type { Hearer } from '../../../src/approvals/remind-request.js';
import { remindReview } from '../../../src/approvals/remind-review.js';
import type { Request } from '../../../src/approvals/request.js';
import { type ReviewDoors, reviewRequest } from '../../../src/approvals/review-request.js';
import { SLOT } from '../../../src/delivery/ports.js';
import { Refused } from '../../../src/failure.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, item, person, reach, request, T0 } from '../db/samples.js';

const approver = (name: string, changes: Partial<Approver> = {}): Approver => ({
  ...person(name),
  accountEnabled: true,
  isGuest: false,
  ...changes,
});
const refusal = (kind: string) => (error: unknown) => error instanceof Refused && error.failure.kind === kind;

onEachEngine('A review afterwards', {}, (under) => {
  let next = 0;
  const blocked = { kind: 'blocked', at: T0, microsoftRequestId: null } as const;
  async function ran(changes: Partial<Request> = {}): Promise<Request> {
    next += 1;
    const id = `review-${next}`;
    const decisions = [{ by: person('decider'), verdict: 'approve', reason: null, at: T0, content: 'c' }] as const;
    const made = request(id, {
      ...{ isUrgent: true, state: 'done', decisions, reach: reach(2, 2), contentHash: 'c' },
      items: [item(`${id}-a`, { outcome: blocked })],
      ...changes,
    });
    await under.store().requests.insert(made);
    return made;
  }
  const doors = (members: readonly Approver[]): ReviewDoors => {
    const { ledger, requests } = under.store();
    return { ledger, requests, clock: { now: () => at(9) }, approvers: async () => members };
  };
  const review = (made: Request, by: string, members: readonly Approver[]) =>
    reviewRequest({ requestId: made.id, by: person(by), note: 'looked', correlationId: 'c' }, doors(members));

  it('is kept once, from an approver who took no part', async () => {
    const made = await ran();
    const members = [approver('decider'), approver('other'), approver('third')];
    const results = await Promise.allSettled(['other', 'third'].map((by) => review(made, by, members)));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await assert.rejects(review(made, 'other', members), refusal('nothing-to-review'));
    const entries = await under.store().record.ofRequest(made.id, { before: null, limit: 9 });
    assert.deepEqual(
      entries.map(({ event, detail }) => [event, detail['tookPart']]),
      [['request.reviewed', false]],
    );
  });

  it('is never the requester’s, and a decider’s only where nobody else is there', async () => {
    const made = await ran();
    const alone = [approver('decider'), approver('requester'), approver('guest', { isGuest: true })];
    const blockedOne = approver('blocked', { accountEnabled: false });
    await assert.rejects(review(made, 'decider', [...alone, approver('other')]), refusal('own-review'));
    await assert.rejects(review(made, 'requester', alone), refusal('own-review'));
    const after = await review(made, 'decider', [...alone, blockedOne]);
    assert.equal(after.review?.by.objectId, person('decider').objectId);
    const [entry] = await under.store().record.ofRequest(made.id, { before: null, limit: 1 });
    assert.equal(entry?.detail['tookPart'], true);
  });

  it('is not noted while Entra does not say whether there is somebody else', async () => {
    const made = await ran();
    const unsaid = { ...doors([]), approvers: async () => Promise.reject(new Refused({ kind: 'busy' })) };
    const asking = { requestId: made.id, by: person('decider'), note: 'looked', correlationId: 'c' };
    await assert.rejects(reviewRequest(asking, unsaid), refusal('busy'));
  });

  it('is planned for when an urgent request has run, and counted as owed', async () => {
    const made = await ran({ state: 'applying' });
    const calm = await ran({ state: 'applying', isUrgent: false });
    const { ledger, jobs, requests } = under.store();
    for (const { id } of [made, calm]) await finishRequest(id, { ledger, clock: { now: () => at(1) } });
    const waits = ({ id: requestId }: Request, nth: number): Promise<boolean> =>
      jobs.isUnderWay({ name: 'remind-review', requestId, nth });
    assert.deepEqual(await Promise.all([1, 7, 8].map((nth) => waits(made, nth))), [true, true, false]);
    assert.equal(await waits(calm, 1), false);
    const owing = (await requests.owingReview()).map(({ id }) => id);
    assert.deepEqual([owing.includes(made.id), owing.includes(calm.id)], [true, false]);
    const { rows, owing: count } = await requests.page(0, 50);
    assert.equal(count, owing.length);
    assert.deepEqual(
      rows
        .slice(0, count)
        .map(({ id }) => id)
        .sort(),
      [...owing].sort(),
      'before those that owe nothing',
    );
  });

  it('is asked for once a day, though two workers have it, and no more once it is there', async () => {
    const made = await ran();
    const { ledger, requests, deliveries } = under.store();
    const hearers: readonly Hearer[] = [{ conversationId: 'other', personId: 'person-other', audience: 'approver' }];
    const day = (days: number) => {
      const clock = { now: () => at(days * 24 * 60) };
      return { ledger, requests, clock, reviewersOf: async () => hearers };
    };
    await Promise.all([1, 2, 3, 4].map(() => remindReview(made.id, 1, day(1))));
    await Promise.all([2, 3].map((nth) => remindReview(made.id, nth, day(3.1))));
    const slots = async (): Promise<readonly number[]> =>
      (await deliveries.ofSubject({ kind: 'request', id: made.id })).map(({ slot }) => slot - SLOT.review).sort();
    assert.deepEqual(await slots(), [1, 3]);
    await review(made, 'other', [approver('other')]);
    await remindReview(made.id, 4, day(4));
    assert.deepEqual(await slots(), [1, 3]);
    const entries = await under.store().record.ofRequest(made.id, { before: null, limit: 9 });
    assert.equal(entries.filter(({ event }) => event === 'request.review-asked').length, 2);
  });
});
