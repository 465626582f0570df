// The state machine of a request: pure functions from a request to its next version, or a refusal.
import { Refused } from '../failure.js';
import { type Decision, FINAL_STATES, type ItemOutcome, type Person, type Request } from './request.js';

function next(request: Request, now: string, change: Partial<Request>): Request {
  return { ...request, ...change, version: request.version + 1, changedAt: now };
}

/** Whether the time to decide is over. */
export function isOverdue(request: Request, now: string): boolean {
  return Date.parse(now) >= Date.parse(request.expiresAt);
}

function mayDecide(request: Request, by: Person, now: string): void {
  const last = request.decisions.at(-1)?.by.name ?? null;
  if (request.state !== 'pending') {
    throw new Refused({ kind: 'request-closed', requestId: request.id, state: request.state, by: last });
  }
  if (isOverdue(request, now)) {
    throw new Refused({ kind: 'request-closed', requestId: request.id, state: 'expired', by: null });
  }
  if (by.objectId.toLowerCase() === request.requester.objectId.toLowerCase()) {
    throw new Refused({ kind: 'own-request', requestId: request.id });
  }
  if (request.decisions.some((decision) => decision.by.objectId.toLowerCase() === by.objectId.toLowerCase())) {
    throw new Refused({ kind: 'already-decided', requestId: request.id });
  }
}

/**
 * Counts one person's approval; the request is approved when the quorum it was made with is reached.
 * @throws Refused request-closed, own-request, already-decided
 */
export function approve(request: Request, by: Person, now: string): Request {
  mayDecide(request, by, now);
  const decisions: readonly Decision[] = [...request.decisions, { by, verdict: 'approve', reason: null, at: now }];
  if (decisions.length < request.rules.quorum) return next(request, now, { decisions });
  const runBy = new Date(Date.parse(now) + request.rules.executionMs).toISOString();
  return next(request, now, { decisions, state: 'approved', runBy });
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
    { by, verdict: 'deny', reason: reason.trim(), at: now },
  ];
  return next(request, now, { decisions, state: 'denied' });
}

/**
 * Only the requester may take a request back, and only while nobody has decided it.
 * @throws Refused request-closed, not-requester
 */
export function withdraw(request: Request, by: Person, now: string): Request {
  if (by.objectId.toLowerCase() !== request.requester.objectId.toLowerCase()) {
    throw new Refused({ kind: 'not-requester', requestId: request.id });
  }
  if (request.state !== 'pending') {
    const last = request.decisions.at(-1)?.by.name ?? null;
    throw new Refused({ kind: 'request-closed', requestId: request.id, state: request.state, by: last });
  }
  if (isOverdue(request, now)) {
    throw new Refused({ kind: 'request-closed', requestId: request.id, state: 'expired', by: null });
  }
  return next(request, now, { state: 'withdrawn' });
}

/** Notes how many approvers could be told. */
export function reached(
  request: Request,
  reach: { readonly approvers: number; readonly told: number },
  now: string,
): Request {
  return next(request, now, { reach });
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

/** Ends a running request once every mailbox has a lasting outcome: done if all of them are blocked. Null while some are open. */
export function finish(request: Request, now: string): Request | null {
  if (request.state !== 'applying') return null;
  if (request.items.some((item) => item.outcome === null || item.outcome.kind === 'written')) return null;
  const blocked = request.items.every(
    ({ outcome }) => outcome?.kind === 'blocked' || outcome?.kind === 'already-blocked',
  );
  return next(request, now, { state: blocked ? 'done' : 'failed' });
}

/** Whether nothing will change any more. */
export function isFinal(request: Request): boolean {
  return FINAL_STATES.has(request.state);
}
