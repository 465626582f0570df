// What a request left undone: the mailboxes that may be asked for again.
import type { Request, RequestItem } from './request.js';
import { canResume, isFulfilled, isStanding } from './transitions.js';

/** Those on its list, once it has run, that are not as they were wanted. What was struck off was not wanted. */
export function leftOver({ state, items }: Pick<Request, 'state' | 'items'>): readonly RequestItem[] {
  return state === 'failed' ? items.filter((item) => isStanding(item) && !isFulfilled(item)) : [];
}

/** Whether a new request is the way on: nothing is left, or all of it can still run under the approval there is. */
export function canAskAnew(request: Request, now: string): boolean {
  const left = leftOver(request);
  return left.length > 0 && !(canResume(request, now) && left.every(({ outcome }) => outcome?.kind === 'failed'));
}

/** Mailboxes that a block brought about, and that may be allowed to sign in again for a time. */
export function undoable({ action, items }: Pick<Request, 'action' | 'items'>): readonly RequestItem[] {
  return action === 'block' ? items.filter(({ outcome }) => outcome?.kind === 'blocked') : [];
}
