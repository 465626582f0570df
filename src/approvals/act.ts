// What a request does to one mailbox: read it again, leave it alone if it changed, else act and tell the outcome.
import { type Failure, Refused, type UpstreamTrace } from '../failure.js';
import type { Account, AssessedMailbox } from '../mailboxes/mailbox.js';
import { isUnaltered } from './content-hash.js';
import { type Changed, isFulfilledBy, NOT_LISTED, whatChanged } from './eligible.js';
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
  /** Hears of an account that is not as lists show it, though nothing is written that is read back, and from when it was read. */
  changed(account: Account, readAt: string): Promise<void>;
}

/** The outcome for one mailbox, or that Microsoft should be asked again later. */
export async function act(request: Request, item: RequestItem, doors: DeedDoors): Promise<ItemOutcome | 'later'> {
  const at = doors.clock.now();
  const obstacle = whyNotNow(request, doors, at);
  const hasBegun = await wasBegun(request, item, doors);
  if (obstacle !== null && !hasBegun) return { kind: 'skipped', at, ...obstacle };
  const correlationId = `${request.id}-${item.objectId}`;
  let isRead = false;
  try {
    const mailbox = await doors.run.reread(item, correlationId);
    isRead = true;
    // An earlier run was stopped between the write and its outcome: what it wrote stands, and ends as agreed.
    if (hasBegun && wasWritten(request, item, mailbox)) {
      const sessions = obstacle === null ? await sessionsAfter(request, item, correlationId, doors) : {};
      return { kind: 'written', at, microsoftRequestId: null, ...sessions };
    }
    if (mailbox === null) return { kind: 'skipped', at, ...NOT_LISTED };
    const changed = obstacle ?? whatChanged(request.action, item, mailbox);
    if (changed !== null) return { kind: 'skipped', at, ...changed };
    return await perform(request, item, { mailbox, readAt: at }, correlationId, doors);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return doubted(failureOf(error.failure, isRead, at), { isRead, hasBegun });
  }
}

/** Whether an earlier run may have written: right before, it notes a block, or puts the exemption in force. */
async function wasBegun({ id, action }: Request, { objectId }: RequestItem, { ledger }: DeedDoors): Promise<boolean> {
  return ledger.transaction(async (work) => {
    if (action === 'block') return work.writes.hasBegun(id, objectId);
    return (await work.exemptions.running(objectId))?.requestId === id;
  });
}

function wasWritten({ action }: Request, { objectId, verdict }: RequestItem, now: AssessedMailbox | null): boolean {
  if (now?.account?.id.toLowerCase() !== objectId.toLowerCase()) return false;
  if (action === 'block') return now.signIn === 'blocked';
  return action === 'unblock' && verdict === 'blocked' && now.signIn === 'allowed';
}

function whyNotNow(request: Request, { mode }: DeedDoors, at: string): Changed | null {
  if (!isUnaltered(request)) return { cause: 'altered', why: 'The request was altered after it was approved.' };
  if (mode === 'watch' && request.action !== 'exempt') {
    return { cause: 'watch-mode', why: 'The bot is in watch mode and writes nothing.' };
  }
  if (isLate(request, at)) return { cause: 'late', why: 'The time to carry out the approval ran out.' };
  if (request.until !== null && Date.parse(request.until) <= Date.parse(at)) {
    return { cause: 'over', why: 'Its end is over already.' };
  }
  return null;
}

async function perform(
  request: Request,
  item: RequestItem,
  { mailbox: now, readAt }: { readonly mailbox: AssessedMailbox; readonly readAt: string },
  correlationId: string,
  doors: DeedDoors,
): Promise<ItemOutcome> {
  const at = doors.clock.now();
  if (request.action === 'block') {
    if (isFulfilledBy('block', now)) {
      if (now.account !== null) await doors.changed(now.account, readAt);
      return { kind: 'already-blocked', at };
    }
    await doors.ledger.transaction((work) => work.writes.begin(request.id, item.objectId));
    const { microsoftRequestId } = await doors.block(item.objectId, correlationId);
    const sessions = await sessionsAfter(request, item, correlationId, doors);
    return { kind: 'written', at: doors.clock.now(), microsoftRequestId, ...sessions };
  }
  // In force before sign-in is allowed: at no moment does it look like somebody's mistake.
  await doors.ledger.transaction((work) => beginExemption(request, item, now, at, doors.exemptionWarningMs, work));
  if (isFulfilledBy(request.action, now)) {
    if (now.account !== null) await doors.changed(now.account, readAt);
    return { kind: 'exempted', at };
  }
  const { microsoftRequestId } = await doors.unblock(item.objectId, correlationId);
  return { kind: 'written', at: doors.clock.now(), microsoftRequestId };
}

async function sessionsAfter(
  { action, rules }: Request,
  item: RequestItem,
  correlationId: string,
  doors: DeedDoors,
): Promise<{ readonly sessions?: Sessions }> {
  if (action !== 'block' || !rules.revokeSessions) return {};
  return { sessions: await endSessions(item, correlationId, doors) };
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

/** What a failure says no more than: nothing was tried, or an earlier run was stopped around its write and nobody knows what that came to. */
function doubted(
  outcome: Extract<ItemOutcome, { kind: 'failed' }> | 'later',
  { isRead, hasBegun }: { readonly isRead: boolean; readonly hasBegun: boolean },
): ItemOutcome | 'later' {
  if (outcome === 'later') return outcome;
  if (!isRead) return { ...outcome, isUntried: true };
  return hasBegun ? { ...outcome, isUnconfirmed: true } : outcome;
}

function failureOf(failure: Failure, isRead: boolean, at: string): Extract<ItemOutcome, { kind: 'failed' }> | 'later' {
  if (failure.kind === 'upstream-unavailable' || failure.kind === 'rate-limited') return 'later';
  if (failure.kind === 'upstream-denied') {
    const { trace, permission } = failure;
    const denied = { kind: 'failed', at, microsoftRequestId: trace.requestId } as const;
    if (!isRead) {
      const why = `It could not be read again before the write: Microsoft refused (403). This needs ${permission}.`;
      return { ...denied, cause: 'read-denied', why };
    }
    return { ...denied, cause: 'write-denied', why: 'Microsoft refused the change (403).' };
  }
  if (failure.kind === 'upstream-unexpected') {
    if (isAboutToken(failure.trace)) return 'later';
    const why = `Microsoft answered: ${failure.detail}`;
    return { kind: 'failed', at, cause: 'refused', why, microsoftRequestId: failure.trace.requestId };
  }
  throw new Refused(failure);
}

/** An expired secret says nothing about the mailbox: a person renews it, and the request goes on while it may. */
function isAboutToken({ service, status }: UpstreamTrace): boolean {
  return service === 'identity' || (service === 'graph' && status === 401);
}
