// What a request does to one mailbox: read it again, leave it alone if it changed, else act and tell the outcome.
import { type Failure, Refused, type UpstreamTrace } from '../failure.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { isUnaltered } from './content-hash.js';
import { isFulfilledBy, whatChanged } from './eligible.js';
import { beginExemption } from './exemption-term.js';
import type { Clock, Ledger } from './ports.js';
import type { ItemOutcome, Request, RequestItem, Sessions } from './request.js';
import { isLate } from './transitions.js';

/** One run through the mailboxes of a request. */
export interface ApplyRun {
  /** The mailbox and its account as they are now, judged; null when Exchange does not list it any more. @throws Refused upstream-* */
  reread(item: RequestItem, correlationId: string): Promise<AssessedMailbox | null>;
}

type Written = Promise<{ readonly microsoftRequestId: string | null }>;

export interface DeedDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly mode: 'enforce' | 'watch';
  readonly exemptionWarningMs: number;
  readonly run: ApplyRun;
  /** Blocks sign-in. @throws Refused upstream-* */
  block(objectId: string, correlationId: string): Written;
  /** Allows sign-in. @throws Refused upstream-* */
  unblock(objectId: string, correlationId: string): Written;
  /** Ends the sessions that are open. @throws Refused upstream-* */
  revokeSessions(objectId: string, correlationId: string): Promise<{ readonly kind: 'revoked' | 'no-permission' }>;
  /** Hears of a mailbox whose state changed without a write that is read back, so that lists show it. */
  changed(mailbox: AssessedMailbox): Promise<void>;
}

/** The outcome for one mailbox, or that Microsoft should be asked again later. */
export async function act(request: Request, item: RequestItem, doors: DeedDoors): Promise<ItemOutcome | 'later'> {
  const at = doors.clock.now();
  const obstacle = whyNotNow(request, doors, at);
  if (obstacle !== null) return { kind: 'skipped', at, why: obstacle };
  const correlationId = `${request.id}-${item.objectId}`;
  let hasBegun = false;
  try {
    const mailbox = await doors.run.reread(item, correlationId);
    hasBegun = mailbox?.exemption?.requestId === request.id;
    const changed = whatChanged(request.action, item, mailbox);
    if (changed !== null || mailbox === null) return { kind: 'skipped', at, why: changed ?? '' };
    return await perform(request, item, mailbox, correlationId, doors);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const outcome = failureOf(error.failure, at);
    // An earlier run was stopped around its write: what that came to is not known, whatever this one is told.
    return hasBegun && outcome !== 'later' ? { ...outcome, isUnconfirmed: true } : outcome;
  }
}

function whyNotNow(request: Request, { mode }: DeedDoors, at: string): string | null {
  if (!isUnaltered(request)) return 'The request was altered after it was approved.';
  if (mode === 'watch' && request.action !== 'exempt') return 'The bot is in watch mode and writes nothing.';
  if (isLate(request, at)) return 'The time to carry out the approval ran out. Ask again.';
  if (request.until !== null && Date.parse(request.until) <= Date.parse(at))
    return 'Its end is over already. Ask again.';
  return null;
}

async function perform(
  request: Request,
  item: RequestItem,
  now: AssessedMailbox,
  correlationId: string,
  doors: DeedDoors,
): Promise<ItemOutcome> {
  const at = doors.clock.now();
  if (request.action === 'block') {
    if (isFulfilledBy('block', now)) return { kind: 'already-blocked', at };
    const { microsoftRequestId } = await doors.block(item.objectId, correlationId);
    const sessions = request.rules.revokeSessions ? await endSessions(item, correlationId, doors) : undefined;
    return { kind: 'written', at: doors.clock.now(), microsoftRequestId, ...(sessions !== undefined && { sessions }) };
  }
  // In force before sign-in is allowed: at no moment does it look like somebody's mistake.
  await doors.ledger.transaction((work) => beginExemption(request, now, at, doors.exemptionWarningMs, work));
  if (isFulfilledBy(request.action, now)) {
    await doors.changed(now);
    return { kind: 'exempted', at };
  }
  const { microsoftRequestId } = await doors.unblock(item.objectId, correlationId);
  return { kind: 'written', at: doors.clock.now(), microsoftRequestId };
}

/** The block stands whatever becomes of this: what could not be ended ends by itself within 60 to 90 minutes. */
async function endSessions(item: RequestItem, correlationId: string, doors: DeedDoors): Promise<Sessions> {
  try {
    const { kind } = await doors.revokeSessions(item.objectId, correlationId);
    return kind === 'revoked' ? 'ended' : 'no-permission';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return 'not-ended';
  }
}

function failureOf(failure: Failure, at: string): Extract<ItemOutcome, { readonly kind: 'failed' }> | 'later' {
  if (failure.kind === 'upstream-unavailable' || failure.kind === 'rate-limited') return 'later';
  if (failure.kind === 'upstream-denied') {
    const why =
      'Microsoft refused the change (403). Either the bot lacks the permission ' +
      `${failure.permission}, or the account holds an administrator role or is under restricted management. ` +
      'A Privileged Authentication Administrator must change this one.';
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
