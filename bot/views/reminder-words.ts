// What a card says of itself as a reminder, and of the review that an urgent request owes.
import { MOST_REVIEW_REMINDERS } from '../../src/approvals/reminder-times.js';
import type { Request } from '../../src/approvals/request.js';
import { hadASay, needsReview } from '../../src/approvals/transitions.js';
import { SLOT } from '../../src/delivery/ports.js';
import type { Reader } from './view.js';
import { lasting } from './when.js';

/** Empty for a first card, and when nobody is waited for any more. */
export function reminderLine({ state, expiresAt }: Request, slot: number, { now }: Reader): string {
  if (slot === SLOT.first || slot >= SLOT.unreached || state !== 'pending') return '';
  const left = Date.parse(expiresAt) - Date.parse(now);
  return left > 0 ? `Reminder ${slot}: ${lasting(left)} left to decide.` : `Reminder ${slot}.`;
}

/** Empty when no review is owed. */
export function reviewLine(request: Request, slot: number): string {
  if (!needsReview(request)) return '';
  const nth = slot > SLOT.review ? `Reminder ${slot - SLOT.review} of ${MOST_REVIEW_REMINDERS}: ` : '';
  const who = isNobodyElse(request)
    ? 'a review is owed. It was urgent, and there is no approver who took no part, so any approver other than the requester notes what they found.'
    : 'a review is owed. It was urgent, so an approver who took no part still has to look at it.';
  return nth === '' ? `${who.charAt(0).toUpperCase()}${who.slice(1)}` : `${nth}${who}`;
}

/** Whether everyone who might have decided it had a say, as far as was known when its approvers were told. */
export function isNobodyElse(request: Request): boolean {
  const { reach, decisions } = request;
  if (reach === null || reach.approvers === null) return false;
  const decided = new Set(decisions.map(({ by }) => by.objectId.toLowerCase())).size;
  return reach.approvers <= decided && reach.named.every((one) => hadASay(request, one));
}
