// Reads written changes back, with patience for a directory that is eventually consistent.
import { Refused } from '../failure.js';
import type { SignIn } from '../mailboxes/mailbox.js';
import { finishRequest } from './finish-request.js';
import type { Clock, Ledger, Requests } from './ports.js';
import { recordOutcome } from './record-outcome.js';
import type { RequestItem } from './request.js';

export interface VerifyDoors {
  readonly ledger: Ledger;
  readonly requests: Requests;
  readonly clock: Clock;
  /** The sign-in state of these accounts now; one that is absent is unknown. @throws Refused upstream-* */
  signInOf(objectIds: readonly string[], correlationId: string): Promise<ReadonlyMap<string, SignIn>>;
  /** Told of each mailbox that is proved blocked, so that lists show it. */
  blocked(item: RequestItem): Promise<void>;
}

/** Waits between looks, in milliseconds: about fifteen minutes in all. */
export const PATIENCE_MS = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 120_000, 300_000, 360_000] as const;

/** Looks once at every written mailbox; looks again later while the write does not show, and says so when patience ends. */
export async function verifyRequest(requestId: string, attempt: number, doors: VerifyDoors): Promise<void> {
  const request = await doors.requests.load(requestId);
  if (request === null || request.state !== 'applying') return;
  const written = request.items.filter((item) => item.outcome?.kind === 'written');
  const states = await look(written, requestId, doors);
  const open: RequestItem[] = [];
  for (const item of written) {
    if (states.get(item.objectId) === 'blocked') {
      const at = doors.clock.now();
      const microsoftRequestId = item.outcome?.kind === 'written' ? item.outcome.microsoftRequestId : null;
      await recordOutcome(requestId, item.objectId, { kind: 'blocked', at, microsoftRequestId }, doors);
      await doors.blocked(item);
    } else {
      open.push(item);
    }
  }
  const wait = PATIENCE_MS[attempt];
  if (open.length > 0 && wait !== undefined) {
    const job = { name: 'verify-request', requestId, attempt: attempt + 1 } as const;
    await doors.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: wait }));
    return;
  }
  for (const item of open) await giveUp(requestId, item, states.get(item.objectId) ?? 'unknown', doors);
  await finishRequest(requestId, doors);
}

async function look(
  items: readonly RequestItem[],
  requestId: string,
  doors: VerifyDoors,
): Promise<ReadonlyMap<string, SignIn>> {
  if (items.length === 0) return new Map();
  try {
    return await doors.signInOf(
      items.map((item) => item.objectId),
      requestId,
    );
  } catch (error) {
    if (error instanceof Refused) return new Map();
    throw error;
  }
}

async function giveUp(requestId: string, item: RequestItem, seen: SignIn, doors: VerifyDoors): Promise<void> {
  const why =
    seen === 'allowed'
      ? 'Microsoft accepted the change, but the account still reads as sign-in allowed. Something may have switched it back; check the Entra audit log.'
      : 'Microsoft accepted the change, but it could not be read back. Check its status.';
  const microsoftRequestId = item.outcome?.kind === 'written' ? item.outcome.microsoftRequestId : null;
  await recordOutcome(
    requestId,
    item.objectId,
    { kind: 'failed', at: doors.clock.now(), why, microsoftRequestId },
    doors,
  );
}
