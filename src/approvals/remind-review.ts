// Reminds approvers once a day that an urgent request which ran has still to be looked at.
import { SLOT } from '../delivery/ports.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Requests, Work } from './ports.js';
import type { Hearer } from './remind-request.js';
import { newestReviewDue, upcomingReviewReminders } from './reminder-times.js';
import type { Request } from './request.js';
import { needsReview, reviewAsked } from './transitions.js';

/** Enqueues the reminders that are still to come, within the transaction that ends the request. */
export async function planReviewReminders(request: Request, now: string, { jobs }: Pick<Work, 'jobs'>): Promise<void> {
  for (const { nth, afterMs } of upcomingReviewReminders(request, now)) {
    await jobs.enqueue({ name: 'remind-review', requestId: request.id, nth }, { afterMs });
  }
}

export interface RemindReviewDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly requests: Pick<Requests, 'load'>;
  /** Where those may be reached who may note the review, and the places where requests are posted. @throws Refused upstream-* */
  reviewersOf(request: Request): Promise<readonly Hearer[]>;
}

const AGAIN_MS = 1000;

/**
 * Sends the request's card once more to those who may look at it; does nothing once somebody has, or when this reminder
 * or a later one was sent.
 * @throws Refused upstream-*
 */
export async function remindReview(requestId: string, nth: number, doors: RemindReviewDoors): Promise<void> {
  const before = await doors.requests.load(requestId);
  if (before === null || !needsReview(before)) return;
  const hearers = await doors.reviewersOf(before);
  if (hearers.length === 0) return;
  await doors.ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    if (request === null) return;
    const now = doors.clock.now();
    const due = newestReviewDue(request, nth, now);
    const subject = { kind: 'request', id: requestId } as const;
    const slot = SLOT.review + due;
    const sent = await work.deliveries.ofSubject(subject);
    const next = sent.some((one) => one.slot >= slot) ? null : reviewAsked(request, now);
    if (next === null) return;
    if (!(await work.requests.replace(next))) {
      await work.jobs.enqueue({ name: 'remind-review', requestId, nth }, { afterMs: AGAIN_MS });
      return;
    }
    await work.record.append(about(next, 'request.review-asked', BOT, { detail: { nth: due } }));
    const recipients = hearers.map(({ conversationId, audience }) => ({ conversationId, audience, slot }));
    await work.deliveries.add(subject, next.version, recipients);
    await work.deliveries.touch(subject, next.version);
  });
}
