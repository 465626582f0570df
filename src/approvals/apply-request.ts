// Carries out an approved request: each mailbox is read again, written, and its outcome recorded, one after the other.
import { type Failure, Refused, type UpstreamTrace } from '../failure.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { isUnaltered } from './content-hash.js';
import { finishRequest } from './finish-request.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Requests } from './ports.js';
import { recordOutcome } from './record-outcome.js';
import type { ItemOutcome, Request, RequestItem } from './request.js';
import { begin, isLate } from './transitions.js';

export interface ApplyDoors {
  readonly ledger: Ledger;
  readonly requests: Requests;
  readonly clock: Clock;
  readonly mode: 'enforce' | 'watch';
  /** What one run reads once for all of its mailboxes; nothing is read yet. */
  beginRun(): ApplyRun;
  /** Blocks sign-in. @throws Refused upstream-* */
  block(objectId: string, correlationId: string): Promise<{ readonly microsoftRequestId: string | null }>;
}

/** One run through the mailboxes of a request. */
export interface ApplyRun {
  /** The mailbox and its account as they are now, judged; null when Exchange does not list it any more. @throws Refused upstream-* */
  reread(item: RequestItem, correlationId: string): Promise<AssessedMailbox | null>;
}

/** How long to wait before an unreachable Microsoft is asked again. */
const AGAIN_MS = 20_000;
/** How long a written change is given before it is read back for the first time. */
export const FIRST_LOOK_MS = 500;

/**
 * Runs an approved request as far as it goes; safe to call again at any time, on any instance.
 * @param signal aborted when the run was given to another: it then touches no further mailbox
 * @throws the signal's reason
 */
export async function applyRequest(requestId: string, doors: ApplyDoors, signal: AbortSignal): Promise<void> {
  const run = doors.beginRun();
  let request = await start(requestId, doors);
  while (request !== null) {
    const item = request.items.find((one) => one.outcome === null);
    if (item === undefined) break;
    signal.throwIfAborted();
    const outcome = await outcomeOf(request, item, run, doors);
    if (outcome === 'later') {
      await doors.ledger.transaction((work) =>
        work.jobs.enqueue({ name: 'apply-request', requestId }, { afterMs: AGAIN_MS }),
      );
      return;
    }
    request = await recordOutcome(requestId, item.objectId, outcome, doors);
  }
  if (request === null) return;
  if (request.items.some((item) => item.outcome?.kind === 'written')) {
    const job = { name: 'verify-request', requestId, attempt: 0 } as const;
    await doors.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: FIRST_LOOK_MS }));
    return;
  }
  await finishRequest(requestId, doors);
}

/** Claims an approved request, or resumes one that a stopped process left running. */
async function start(requestId: string, { ledger, clock }: ApplyDoors): Promise<Request | null> {
  return ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    if (request === null || request.state === 'applying') return request;
    const next = begin(request, clock.now());
    if (next === null || !(await work.requests.replace(next))) return null;
    await work.record.append(about(next, 'request.applying', BOT));
    await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
    return next;
  });
}

async function outcomeOf(
  request: Request,
  item: RequestItem,
  run: ApplyRun,
  doors: ApplyDoors,
): Promise<ItemOutcome | 'later'> {
  const at = doors.clock.now();
  if (!isUnaltered(request)) return { kind: 'skipped', at, why: 'The request was altered after it was approved.' };
  if (doors.mode === 'watch') return { kind: 'skipped', at, why: 'The bot is in watch mode and writes nothing.' };
  if (isLate(request, at))
    return { kind: 'skipped', at, why: 'The time to carry out the approval ran out. Ask again.' };
  const correlationId = `${request.id}-${item.objectId}`;
  try {
    const mailbox = await run.reread(item, correlationId);
    const changed = changeOf(item, mailbox, at);
    if (changed !== null) return changed;
    const { microsoftRequestId } = await doors.block(item.objectId, correlationId);
    return { kind: 'written', at: doors.clock.now(), microsoftRequestId };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return failureOf(error.failure, at);
  }
}

/** What keeps a mailbox from being written: whatever differs from what the approver saw. */
function changeOf(item: RequestItem, now: AssessedMailbox | null, at: string): ItemOutcome | null {
  if (now === null)
    return {
      kind: 'skipped',
      at,
      why: 'Exchange no longer lists it as a shared, room, equipment or scheduling mailbox.',
    };
  if (now.account?.id.toLowerCase() !== item.objectId.toLowerCase()) {
    return { kind: 'skipped', at, why: 'The mailbox belongs to another account now.' };
  }
  if (now.mailbox.type !== item.type) {
    return { kind: 'skipped', at, why: `It is a ${now.mailbox.type} now, no longer a ${item.type}.` };
  }
  if (now.verdict === 'blocked') return { kind: 'already-blocked', at };
  if (now.verdict !== 'exposed')
    return { kind: 'skipped', at, why: `Its state changed to ${now.verdict}; see its status.` };
  return null;
}

function failureOf(failure: Failure, at: string): ItemOutcome | 'later' {
  if (failure.kind === 'upstream-unavailable' || failure.kind === 'rate-limited') return 'later';
  if (failure.kind === 'upstream-denied') {
    const why =
      'Microsoft refused the change (403). Either the bot lacks the permission ' +
      `${failure.permission}, or the account holds an administrator role or is under restricted management. ` +
      'A Privileged Authentication Administrator must block this one.';
    return { kind: 'failed', at, why, microsoftRequestId: failure.trace.requestId };
  }
  if (failure.kind === 'upstream-unexpected') {
    if (isAboutToken(failure.trace)) return 'later';
    return {
      kind: 'failed',
      at,
      why: `Microsoft answered: ${failure.detail}`,
      microsoftRequestId: failure.trace.requestId,
    };
  }
  throw new Refused(failure);
}

/** An expired secret says nothing about the mailbox: a person renews it, and the request goes on while it may. */
function isAboutToken({ service, status }: UpstreamTrace): boolean {
  return service === 'identity' || (service === 'graph' && status === 401);
}
