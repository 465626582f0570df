// A person's decision on a request: counted, recorded and followed by its next job in one transaction.
import { Refused } from '../failure.js';
import { isUnaltered } from './content-hash.js';
import { about, person } from './narrate.js';
import type { Clock, Ledger, Work } from './ports.js';
import type { Person, Request } from './request.js';
import { approve, deny } from './transitions.js';

export interface DecideDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** Who decides what. What they saw is bound through the request's own content hash, which never changes. */
export interface Deciding {
  readonly requestId: string;
  readonly by: Person;
  readonly verdict: 'approve' | 'deny';
  readonly reason: string;
  readonly correlationId: string;
}

/** How often a decision is tried again when another one was written in between. */
const ATTEMPTS = 5;

/**
 * Decides. The caller has made sure that the person is an approver at this moment.
 * @throws Refused request-not-found, request-closed, own-request, already-decided, deny-reason-missing, request-changed
 */
export async function decideRequest(deciding: Deciding, doors: DecideDoors): Promise<Request> {
  try {
    return await decide(deciding, doors);
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

async function decide(deciding: Deciding, doors: DecideDoors): Promise<Request> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const decided = await doors.ledger.transaction((work) => decideOnce(deciding, work, doors.clock));
    if (decided !== null) return decided;
  }
  throw new Refused({ kind: 'busy' });
}

async function decideOnce(deciding: Deciding, work: Work, clock: Clock): Promise<Request | null> {
  const request = await work.requests.load(deciding.requestId);
  if (request === null) throw new Refused({ kind: 'request-not-found', said: deciding.requestId });
  if (!isUnaltered(request)) throw new Refused({ kind: 'request-changed', requestId: request.id });
  const now = clock.now();
  const next =
    deciding.verdict === 'approve'
      ? approve(request, deciding.by, now)
      : deny(request, deciding.by, deciding.reason, now);
  if (!(await work.requests.replace(next))) return null;
  await work.record.append(
    about(next, eventOf(next), person(deciding.by), {
      correlationId: deciding.correlationId,
      detail: {
        reason: next.decisions.at(-1)?.reason ?? null,
        approvals: next.decisions.length,
        quorum: next.rules.quorum,
      },
    }),
  );
  await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
  if (next.state === 'approved') await work.jobs.enqueue({ name: 'apply-request', requestId: next.id });
  return next;
}

function eventOf(request: Request): 'request.denied' | 'request.approved' | 'request.approval-counted' {
  if (request.state === 'denied') return 'request.denied';
  return request.state === 'approved' ? 'request.approved' : 'request.approval-counted';
}
