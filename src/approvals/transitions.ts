// The state machine of a request: pure functions from a request to its next version, or a refusal.
import { Refused } from '../failure.js';
import { contentHash } from './content-hash.js';
import {
  type Decision,
  FINAL_STATES,
  type ItemOutcome,
  type Person,
  type Reach,
  type Request,
  type RequestItem,
} from './request.js';

function next(request: Request, now: string, change: Partial<Request>): Request {
  return { ...request, ...change, version: request.version + 1, changedAt: now };
}

/** Whether the time to decide is over. */
export function isOverdue(request: Request, now: string): boolean {
  return Date.parse(now) >= Date.parse(request.expiresAt);
}

/** Whether two ids name the same person, in whatever case they are written. */
export function isSamePerson(one: Pick<Person, 'objectId'>, other: Pick<Person, 'objectId'>): boolean {
  return one.objectId.toLowerCase() === other.objectId.toLowerCase();
}

/** Approvals of the list as it stands; those of a list that was longer do not count any more. */
export function approvalsOf({ decisions, contentHash: content }: Request): readonly Decision[] {
  return decisions.filter((decision) => decision.verdict === 'approve' && decision.content === content);
}

function mustBePending(request: Request, now: string): void {
  if (request.state !== 'pending') {
    // Whoever approved one that expired or was taken back did not bring that about.
    const isDecided = request.state !== 'expired' && request.state !== 'withdrawn';
    const by = isDecided ? (request.decisions.at(-1)?.by.name ?? null) : null;
    throw new Refused({ kind: 'request-closed', requestId: request.id, state: request.state, by });
  }
  if (isOverdue(request, now)) {
    throw new Refused({ kind: 'request-closed', requestId: request.id, state: 'expired', by: null });
  }
}

function mayDecide(request: Request, by: Person, now: string): void {
  mustBePending(request, now);
  if (isSamePerson(by, request.requester)) throw new Refused({ kind: 'own-request', requestId: request.id });
  const { contentHash: content } = request;
  if (request.decisions.some((decision) => decision.content === content && isSamePerson(decision.by, by))) {
    throw new Refused({ kind: 'already-decided', requestId: request.id });
  }
}

/**
 * Counts one person's approval of the list as it stands; the request is approved when the quorum it was made with is reached.
 * @throws Refused request-closed, own-request, already-decided
 */
export function approve(request: Request, by: Person, now: string): Request {
  mayDecide(request, by, now);
  const { contentHash: content } = request;
  const decision: Decision = { by, verdict: 'approve', reason: null, at: now, content };
  const decisions = [...request.decisions, decision];
  if (approvalsOf({ ...request, decisions }).length < request.rules.quorum) return next(request, now, { decisions });
  const runBy = new Date(Date.parse(now) + request.rules.executionMs).toISOString();
  return next(request, now, { decisions, state: 'approved', runBy });
}

/**
 * Takes mailboxes off a pending request. What was approved before was another list, so earlier approvals stop counting.
 * @throws Refused request-closed, own-request, strike-unknown, strike-all
 */
export function strike(request: Request, by: Person, objectIds: readonly string[], now: string): Request {
  mustBePending(request, now);
  if (isSamePerson(by, request.requester)) throw new Refused({ kind: 'own-request', requestId: request.id });
  const wanted = new Set(objectIds.map((id) => id.toLowerCase()));
  const standing = request.items.filter(isStanding);
  const struck = standing.filter(({ objectId }) => wanted.has(objectId.toLowerCase()));
  if (struck.length === 0 || struck.length < wanted.size) {
    throw new Refused({ kind: 'strike-unknown', requestId: request.id });
  }
  if (struck.length === standing.length) throw new Refused({ kind: 'strike-all', requestId: request.id });
  const outcome: ItemOutcome = { kind: 'struck', at: now, by };
  const items = request.items.map((item) => (struck.includes(item) ? { ...item, outcome } : item));
  return next(request, now, { items, contentHash: contentHash({ ...request, items }) });
}

/** Whether a mailbox is still on the list. */
export function isStanding({ outcome }: Pick<RequestItem, 'outcome'>): boolean {
  return outcome?.kind !== 'struck';
}

/**
 * One denial denies.
 * @throws Refused request-closed, own-request, already-decided, deny-reason-missing
 */
export function deny(request: Request, by: Person, reason: string, now: string): Request {
  mayDecide(request, by, now);
  if (reason.trim() === '') throw new Refused({ kind: 'deny-reason-missing', requestId: request.id });
  const decisions: readonly Decision[] = [
    ...request.decisions,
    { by, verdict: 'deny', reason: reason.trim(), at: now, content: request.contentHash },
  ];
  return next(request, now, { decisions, state: 'denied' });
}

/**
 * Only the requester may take a request back, and only while nobody has decided it.
 * @throws Refused request-closed, not-requester
 */
export function withdraw(request: Request, by: Person, now: string): Request {
  if (!isSamePerson(by, request.requester)) throw new Refused({ kind: 'not-requester', requestId: request.id });
  mustBePending(request, now);
  return next(request, now, { state: 'withdrawn' });
}

/** Notes the nth reminder; null when nobody is waited for any more, or when it or a later one was sent. */
export function reminded(request: Request, nth: number, now: string): Request | null {
  if (request.state !== 'pending' || isOverdue(request, now) || request.reminders >= nth) return null;
  return next(request, now, { reminders: nth });
}

/** Notes who can hear of it. */
export function reached(request: Request, reach: Reach, now: string): Request {
  return next(request, now, { reach });
}

/** Notes that its requester was told of that: whoever notes it first tells. Null once it is closed. */
export function saidUnheard(request: Request, now: string): Request | null {
  return request.state === 'pending' ? next(request, now, {}) : null;
}

/** Silence is refusal: a pending request past its time expires; anything else stays as it is (null). */
export function expire(request: Request, now: string): Request | null {
  return request.state === 'pending' && isOverdue(request, now) ? next(request, now, { state: 'expired' }) : null;
}

/** An approved request begins to run; null when it is not in that state. */
export function begin(request: Request, now: string): Request | null {
  return request.state === 'approved' ? next(request, now, { state: 'applying' }) : null;
}

/** Whether an approved request ran out of the time it had to run. */
export function isLate(request: Request, now: string): boolean {
  return request.runBy !== null && Date.parse(now) >= Date.parse(request.runBy);
}

/** Notes what became of one mailbox of a running request. */
export function settle(request: Request, objectId: string, outcome: ItemOutcome, now: string): Request {
  const items = request.items.map((item) => (item.objectId === objectId ? { ...item, outcome } : item));
  return next(request, now, { items });
}

const FULFILLED: ReadonlySet<string> = new Set(['blocked', 'already-blocked', 'unblocked', 'exempted']);

/** Whether a mailbox is as the request wanted it. */
export function isFulfilled({ outcome }: Pick<RequestItem, 'outcome'>): boolean {
  return outcome !== null && FULFILLED.has(outcome.kind);
}

/** Ends a running request once every mailbox on its list has a lasting outcome: done if all are as wanted. Null while some are open. */
export function finish(request: Request, now: string): Request | null {
  if (request.state !== 'applying') return null;
  if (request.items.some((item) => item.outcome === null || item.outcome.kind === 'written')) return null;
  const all = request.items.filter(isStanding).every(isFulfilled);
  return next(request, now, { state: all ? 'done' : 'failed' });
}

/** Whether a failed request may run again for what failed: its approval holds until its deadline. */
export function canResume(request: Request, now: string): boolean {
  const isOpen = request.state === 'failed' && request.items.some(({ outcome }) => outcome?.kind === 'failed');
  return isOpen && request.runBy !== null && !isLate(request, now);
}

/**
 * Runs what failed once more, under the approval it has. What was left alone because it changed needs a request of its own.
 * @throws Refused not-resumable
 */
export function resume(request: Request, now: string): Request {
  if (!canResume(request, now)) throw new Refused({ kind: 'not-resumable', requestId: request.id });
  const items = request.items.map((item) => (item.outcome?.kind === 'failed' ? { ...item, outcome: null } : item));
  // A look at what ran before says nothing of what runs now.
  return next(request, now, { items, state: 'applying', review: null });
}

/** Whether somebody should still look at an urgent request that ran. */
export function needsReview({ isUrgent, state, review }: Request): boolean {
  return isUrgent && (state === 'done' || state === 'failed') && review === null;
}

/** Whether this person had a say in it: decided it, also with a list that did not stand, or struck mailboxes off. */
export function hadASay({ decisions, items }: Request, person: Pick<Person, 'objectId'>): boolean {
  const strikers = items.flatMap(({ outcome }) => (outcome?.kind === 'struck' ? [outcome.by] : []));
  return [...decisions.map(({ by }) => by), ...strikers].some((by) => isSamePerson(by, person));
}

/**
 * Notes somebody's look at an urgent request after it ran: never the requester's, and that of somebody who had a say only
 * where there is nobody else.
 * @throws Refused nothing-to-review, own-review
 */
export function reviewed(
  request: Request,
  by: Person,
  { note, isNobodyElse }: { readonly note: string; readonly isNobodyElse: boolean },
  now: string,
): Request {
  if (!needsReview(request)) throw new Refused({ kind: 'nothing-to-review', requestId: request.id });
  const isBarred = isSamePerson(request.requester, by) || (hadASay(request, by) && !isNobodyElse);
  if (isBarred) throw new Refused({ kind: 'own-review', requestId: request.id });
  return next(request, now, { review: { by, at: now, note } });
}

/** Notes that somebody was reminded of the review that is owed: its cards are shown anew. Null when none is owed. */
export function reviewAsked(request: Request, now: string): Request | null {
  return needsReview(request) ? next(request, now, {}) : null;
}

/** Whether nothing happens by itself any more. */
export function isFinal(request: Request): boolean {
  return FINAL_STATES.has(request.state);
}
