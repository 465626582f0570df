// When reminders are due: at half and at nine tenths of the time, again and again while it is urgent, daily for a review.
import type { Request } from './request.js';
import { approvalsOf, needsReview } from './transitions.js';

/** Settings that reminders follow. */
export interface ReminderTimes {
  /** Milliseconds between two pages of an urgent request's approvers. */
  readonly urgentRepeatMs: number;
}

/** A reminder that is still to come. */
export interface Upcoming {
  /** First is 1. */
  readonly nth: number;
  /** Milliseconds from now; 0 when it is due. */
  readonly afterMs: number;
}

/** Shares of the time to decide after which everybody who has not decided is reminded. */
const SHARES = [0.5, 0.9];
const DAY_MS = 86_400_000;
/** How often somebody is reminded of a review that is owed. */
export const MOST_REVIEW_REMINDERS = 7;

/** Reminders of a pending request that were not sent yet; of an urgent one the next, which plans the one after it. */
export function upcomingReminders(request: Request, now: string, times: ReminderTimes): readonly Upcoming[] {
  if (request.state !== 'pending') return [];
  const numbers = request.isUrgent ? [request.reminders + 1] : SHARES.map((_, index) => index + 1);
  return numbers
    .filter((nth) => nth > request.reminders)
    .map((nth) => ({ nth, dueAt: dueAt(request, nth, times) }))
    .filter(({ dueAt: due }) => due < Date.parse(request.expiresAt))
    .map(({ nth, dueAt: due }) => upcoming(nth, due, now));
}

/** The newest reminder that is due by now, `nth` at least: those that a stopped bot missed are not made up for one by one. */
export function newestDue(request: Request, nth: number, now: string, times: ReminderTimes): number {
  if (!request.isUrgent) {
    const due = SHARES.filter((_, index) => dueAt(request, index + 1, times) <= Date.parse(now)).length;
    return Math.max(nth, due);
  }
  return Math.max(nth, Math.floor((Date.parse(now) - Date.parse(request.createdAt)) / times.urgentRepeatMs));
}

/** Milliseconds since 1970. */
function dueAt({ isUrgent, createdAt, expiresAt }: Request, nth: number, { urgentRepeatMs }: ReminderTimes): number {
  const made = Date.parse(createdAt);
  if (isUrgent) return made + nth * urgentRepeatMs;
  return made + (Date.parse(expiresAt) - made) * (SHARES[nth - 1] ?? 1);
}

/** Reminders of a review that is owed, one a day since the approval. */
export function upcomingReviewReminders(request: Request, now: string): readonly Upcoming[] {
  const since = approvedAt(request);
  if (since === null || !needsReview(request)) return [];
  const numbers = Array.from({ length: MOST_REVIEW_REMINDERS }, (_, index) => index + 1);
  const left = numbers.filter((nth) => since + (nth + 1) * DAY_MS > Date.parse(now));
  return left.map((nth) => upcoming(nth, since + nth * DAY_MS, now));
}

/** As `newestDue`. */
export function newestReviewDue(request: Request, nth: number, now: string): number {
  const days = Math.floor((Date.parse(now) - (approvedAt(request) ?? Date.parse(now))) / DAY_MS);
  return Math.min(MOST_REVIEW_REMINDERS, Math.max(nth, days));
}

function approvedAt(request: Request): number | null {
  const last = approvalsOf(request).at(-1);
  return last === undefined ? null : Date.parse(last.at);
}

function upcoming(nth: number, due: number, now: string): Upcoming {
  return { nth, afterMs: Math.max(0, due - Date.parse(now)) };
}
