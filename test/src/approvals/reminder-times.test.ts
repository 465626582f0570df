// When reminders are due, and which of several missed ones is sent.
import assert from 'node:assert/strict';
import {
  newestDue,
  newestReviewDue,
  upcomingReminders,
  upcomingReviewReminders,
} from '../../../src/approvals/reminder-times.js';
import type { Request } from '../../../src/approvals/request.js';
import { at, person, request, T0 } from '../db/samples.js';

const TIMES = { urgentRepeatMs: 5 * 60_000 };
const minutes = (ms: number): number => ms / 60_000;

describe('reminders of a request', () => {
  const plan = (changes: Partial<Request>, minute: number): readonly (readonly [number, number])[] =>
    upcomingReminders(request('r', changes), at(minute), TIMES).map(({ nth, afterMs }) => [nth, minutes(afterMs)]);

  it('are due at half and at nine tenths of its time', () => {
    assert.deepEqual(plan({}, 0), [
      [1, 30],
      [2, 54],
    ]);
    assert.deepEqual(plan({ reminders: 1 }, 40), [[2, 14]]);
    assert.deepEqual(plan({ reminders: 2 }, 40), []);
    assert.deepEqual(plan({}, 57), [
      [1, 0],
      [2, 0],
    ]);
    assert.deepEqual(plan({ state: 'denied' }, 0), []);
  });

  it('are due again and again while it is urgent, as long as it is open', () => {
    const urgent = { isUrgent: true, expiresAt: at(30) };
    assert.deepEqual(plan(urgent, 0), [[1, 5]]);
    assert.deepEqual(plan({ ...urgent, reminders: 4 }, 21), [[5, 4]]);
    assert.deepEqual(plan({ ...urgent, reminders: 5 }, 26), [], 'the sixth would come when its time is over');
  });

  it('that were missed are one', () => {
    assert.equal(newestDue(request('r'), 1, at(31), TIMES), 1);
    assert.equal(newestDue(request('r'), 1, at(55), TIMES), 2);
    assert.equal(newestDue(request('r'), 2, at(10), TIMES), 2, 'what was asked for is sent');
    const urgent = request('r', { isUrgent: true, expiresAt: at(30) });
    assert.equal(newestDue(urgent, 1, at(5), TIMES), 1);
    assert.equal(newestDue(urgent, 1, at(22), TIMES), 4);
  });
});

describe('reminders of a review', () => {
  const decisions = [{ by: person('one'), verdict: 'approve', reason: null, at: T0, content: 'c' }] as const;
  const owed = request('r', { isUrgent: true, state: 'done', decisions, contentHash: 'c' });
  const days = (count: number): string => at(count * 24 * 60);

  it('come once a day, seven times', () => {
    const plan = upcomingReviewReminders(owed, T0);
    assert.deepEqual(
      plan.map(({ nth, afterMs }) => [nth, minutes(afterMs) / 60]),
      [1, 2, 3, 4, 5, 6, 7].map((nth) => [nth, nth * 24]),
    );
    assert.deepEqual(
      upcomingReviewReminders(owed, days(6.5)).map(({ nth, afterMs }) => [nth, minutes(afterMs) / 60]),
      [
        [6, 0],
        [7, 12],
      ],
    );
    assert.deepEqual(upcomingReviewReminders(owed, days(8)), []);
    const review = { by: person('two'), at: T0, note: 'fine' };
    assert.deepEqual(upcomingReviewReminders({ ...owed, review }, T0), []);
  });

  it('that were missed are one', () => {
    assert.equal(newestReviewDue(owed, 1, days(1)), 1);
    assert.equal(newestReviewDue(owed, 2, days(4.2)), 4);
    assert.equal(newestReviewDue(owed, 2, days(30)), 7);
  });
});
