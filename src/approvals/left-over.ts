// What a request left undone: the mailboxes that may be asked for again.
import type { Request, RequestItem } from './request.js';
import { canResume, isFulfilled, isStanding } from './transitions.js';

/** States in which a request came to nothing, or not to all of it, and nobody refused it. */
const UNDONE: readonly Request['state'][] = ['failed', 'expired', 'withdrawn'];

/** Those on its list, once it is over, that are not as they were wanted. What was struck off was not wanted, and what was denied is talked about first. */
export function leftOver({ state, items }: Pick<Request, 'state' | 'items'>): readonly RequestItem[] {
  return UNDONE.includes(state) ? items.filter((item) => isStanding(item) && !isFulfilled(item)) : [];
}

/** Whether a new request is the way on: not where nothing is left, or all of it can still run under the approval there is. */
export function canAskAnew(request: Request, now: string): boolean {
  const left = leftOver(request);
  return left.length > 0 && !(canResume(request, now) && left.every(({ outcome }) => outcome?.kind === 'failed'));
}

/** Mailboxes that a block brought about, and that may be allowed to sign in again for a time, once it has run. */
export function undoable({
  action,
  items,
  state,
}: Pick<Request, 'action' | 'items' | 'state'>): readonly RequestItem[] {
  return action === 'block' && state !== 'applying' ? items.filter(({ outcome }) => outcome?.kind === 'blocked') : [];
}
