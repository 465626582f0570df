// A person's decision on a request: counted, recorded and followed by its next job in one transaction.
import { Refused } from '../failure.js';
import { type ChangeDoors, changeRequest } from './change-request.js';
import { isUnaltered } from './content-hash.js';
import { about, person } from './narrate.js';
import type { Work } from './ports.js';
import type { Request } from './request.js';
import { approvalsOf, approve, deny } from './transitions.js';
import type { Asking } from './withdraw-request.js';

export type DecideDoors = ChangeDoors;

/** Who decides what. */
export interface Deciding extends Asking {
  readonly verdict: 'approve' | 'deny';
  readonly reason: string;
  /** Content hash of the list that was on the card; null for typed words, which mean the list as it stands. */
  readonly content: string | null;
}

/**
 * Decides. The caller has made sure that the person is an approver at this moment.
 * @throws Refused request-not-found, request-closed, own-request, already-decided, deny-reason-missing, request-changed, list-changed, busy
 */
export async function decideRequest(deciding: Deciding, doors: DecideDoors): Promise<Request> {
  try {
    return await changeRequest(deciding.requestId, changeOf(deciding), doors);
  } catch (error) {
    if (error instanceof Refused && error.failure.kind === 'own-request') await recordRefusal(deciding, doors);
    throw error;
  }
}

/** An attempt to approve one's own request is worth keeping. */
async function recordRefusal(deciding: Deciding, { ledger, clock }: DecideDoors): Promise<void> {
  await ledger.transaction((work) =>
    work.record.append({
      event: 'request.refused',
      at: clock.now(),
      actor: person(deciding.by),
      requestId: deciding.requestId,
      mailbox: null,
      microsoftRequestId: null,
      correlationId: deciding.correlationId,
      detail: { tried: deciding.verdict, why: 'own-request' },
    }),
  );
}

function changeOf({ by, verdict, reason, content, correlationId }: Deciding) {
  return {
    next(request: Request, now: string): Request {
      if (!isUnaltered(request)) throw new Refused({ kind: 'request-changed', requestId: request.id });
      // A denial is of the request, whatever its list; only what would be carried out must have been seen.
      if (verdict === 'deny') return deny(request, by, reason, now);
      if (request.state === 'pending') mustBeSeen(request, content);
      return approve(request, by, now);
    },
    entries(next: Request) {
      const last = next.decisions.at(-1)?.reason ?? null;
      const detail = { reason: last, approvals: approvalsOf(next).length, quorum: next.rules.quorum };
      return [about(next, eventOf(next), person(by), { correlationId, detail })];
    },
    async also(next: Request, work: Work): Promise<void> {
      if (next.state === 'approved') await work.jobs.enqueue({ name: 'apply-request', requestId: next.id });
    },
  };
}

/** @throws Refused list-changed when the card showed another list than the one that stands */
export function mustBeSeen(request: Request, content: string | null): void {
  if (content === null || content === request.contentHash) return;
  throw new Refused({ kind: 'list-changed', requestId: request.id });
}

function eventOf(request: Request): 'request.denied' | 'request.approved' | 'request.approval-counted' {
  if (request.state === 'denied') return 'request.denied';
  return request.state === 'approved' ? 'request.approved' : 'request.approval-counted';
}
