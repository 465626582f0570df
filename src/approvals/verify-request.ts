// Reads written changes back, with patience for a directory that is eventually consistent.
import { Refused } from '../failure.js';
import type { Account, SignIn } from '../mailboxes/mailbox.js';
import { signInOf } from '../mailboxes/verdict.js';
import { finishRequest } from './finish-request.js';
import type { Clock, Ledger, Requests } from './ports.js';
import { recordOutcome } from './record-outcome.js';
import type { ItemOutcome, Request, RequestAction, RequestItem, Sessions } from './request.js';

export interface VerifyDoors {
  readonly ledger: Ledger;
  readonly requests: Requests;
  readonly clock: Clock;
  /** These accounts now, by object id in lower case; one that does not exist is absent. @throws Refused upstream-* */
  readAccounts(objectIds: readonly string[], correlationId: string): Promise<ReadonlyMap<string, Account>>;
  /** Told of each account that is proved to have changed, and from when it was read, so that lists show it. */
  changed(account: Account, readAt: string): Promise<void>;
  /** Hears that a list could not be told; the next scan tells it. */
  listMissed(account: Account, error: unknown): void;
}

/** Waits between looks, in milliseconds: about fifteen minutes in all. */
export const PATIENCE_MS = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 120_000, 300_000, 360_000] as const;
/** How long after the write a look that cannot read is still taken again. */
export const UNREAD_MS = 24 * 3_600_000;
/** What the account must read as. */
const WANTED: Readonly<Record<RequestAction, SignIn>> = { block: 'blocked', unblock: 'allowed', exempt: 'allowed' };
const UNREAD_PAUSE_MS = { least: 2000, most: 600_000 } as const;

/**
 * Looks once at every written mailbox; looks again later while the write does not show, and says so when patience ends.
 * @param attempt looks that could read so far: one that could not says nothing, so it does not count
 * @param upTo what was written after that has a patience of its own (ISO 8601, UTC); null: look at everything
 */
export async function verifyRequest(
  requestId: string,
  attempt: number,
  doors: VerifyDoors,
  upTo: string | null = null,
): Promise<void> {
  const request = await doors.requests.load(requestId);
  if (request === null || request.state !== 'applying') return;
  const written = writtenBy(request, upTo);
  const readAt = doors.clock.now();
  const accounts = await look(written, requestId, doors);
  const open = await confirmAll(request, written, { accounts, readAt }, doors);
  const pause = accounts === null ? unreadPause(open, doors.clock.now()) : (PATIENCE_MS[attempt] ?? null);
  if (open.length > 0 && pause !== null) {
    const next = accounts === null ? attempt : attempt + 1;
    const job = { name: 'verify-request', requestId, attempt: next, ...(upTo !== null && { upTo }) } as const;
    await doors.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: pause }));
    return;
  }
  for (const item of open) await giveUp(request, item, accounts?.get(item.objectId.toLowerCase()) ?? null, doors);
  await finishRequest(requestId, doors);
}

function writtenBy({ items }: Request, upTo: string | null): readonly RequestItem[] {
  const isBy = (at: string): boolean => upTo === null || Date.parse(at) <= Date.parse(upTo);
  return items.filter(({ outcome }) => outcome?.kind === 'written' && isBy(outcome.at));
}

/** Null when nothing could be read. */
async function look(
  items: readonly RequestItem[],
  requestId: string,
  doors: VerifyDoors,
): Promise<ReadonlyMap<string, Account> | null> {
  if (items.length === 0) return new Map();
  try {
    return await doors.readAccounts(
      items.map((item) => item.objectId),
      requestId,
    );
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Returns those that do not show it yet. */
async function confirmAll(
  request: Request,
  written: readonly RequestItem[],
  { accounts, readAt }: { readonly accounts: ReadonlyMap<string, Account> | null; readonly readAt: string },
  doors: VerifyDoors,
): Promise<readonly RequestItem[]> {
  const open: RequestItem[] = [];
  for (const item of written) {
    const account = accounts?.get(item.objectId.toLowerCase());
    if (account !== undefined && signInOf(account) === WANTED[request.action]) {
      await confirm(request, item, { account, readAt }, doors);
    } else open.push(item);
  }
  return open;
}

async function confirm(
  request: Request,
  item: RequestItem,
  { account, readAt }: { readonly account: Account; readonly readAt: string },
  doors: VerifyDoors,
): Promise<void> {
  const kind = request.action === 'block' ? 'blocked' : 'unblocked';
  const outcome: ItemOutcome = { ...writtenOf(item), kind, at: doors.clock.now() };
  await recordOutcome(request.id, item.objectId, outcome, doors);
  try {
    await doors.changed(account, readAt);
  } catch (error) {
    // The proof is recorded; a list that is late must not hold up the other mailboxes.
    doors.listMissed(account, error);
  }
}

/** A quarter of the time already waited, within bounds; null when it has been long enough. */
function unreadPause(items: readonly RequestItem[], now: string): number | null {
  const writtenAt = items.map(({ outcome }) => Date.parse(outcome?.at ?? now));
  const waited = Math.max(0, Date.parse(now) - Math.max(...writtenAt));
  if (waited >= UNREAD_MS) return null;
  return Math.min(UNREAD_PAUSE_MS.most, Math.max(UNREAD_PAUSE_MS.least, Math.round(waited / 4)));
}

async function giveUp(request: Request, item: RequestItem, seen: Account | null, doors: VerifyDoors): Promise<void> {
  const wanted = WANTED[request.action];
  const isRefuted = seen !== null && signInOf(seen) !== wanted && signInOf(seen) !== 'unknown';
  const why = isRefuted
    ? `Microsoft accepted the change, but the account still reads as sign-in ${signInOf(seen)}.`
    : 'Microsoft accepted the change, but the account could not be read since.';
  const { microsoftRequestId } = writtenOf(item);
  const outcome = { kind: 'failed', at: doors.clock.now(), why, microsoftRequestId } as const;
  const ending: ItemOutcome = isRefuted
    ? { ...outcome, cause: 'switched-back' }
    : { ...outcome, cause: 'unconfirmed', isUnconfirmed: true };
  await recordOutcome(request.id, item.objectId, ending, doors);
}

/** What is kept of a write once it is proved. */
function writtenOf({ outcome }: RequestItem): {
  readonly microsoftRequestId: string | null;
  readonly sessions?: Sessions;
} {
  if (outcome?.kind !== 'written') return { microsoftRequestId: null };
  const { microsoftRequestId, sessions } = outcome;
  return { microsoftRequestId, ...(sessions !== undefined && { sessions }) };
}
