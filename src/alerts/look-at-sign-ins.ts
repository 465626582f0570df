// Looks, a few at a time, whether accounts that can sign in were signed in to with their own password.
import type { Clock, Ledger } from '../approvals/ports.js';
import { reassess } from '../mailboxes/fresh.js';
import type { SignInHistory } from '../mailboxes/mailbox.js';
import { observe } from './observe.js';
import type { WatchBook } from './ports.js';
import type { Sighting } from './sighting.js';
import { tell } from './tell.js';
import { underExemptions } from './under-exemptions.js';
import type { WatchScope } from './watch-state.js';

export interface LookDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'nextToLookAt' | 'sightingsOf'>;
  readonly scope: WatchScope;
  readonly flood: number;
  /** Accounts looked at after one scan, at most. */
  readonly most: number;
  newId(): string;
  /** Never throws for what a tenant or an API does not tell. */
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
  /** Leaves half of the reports' limit to people who wait for an answer. */
  rest(): Promise<void>;
}

/** What was looked at so lately is not looked at again: Microsoft tells a sign-in up to a day late. */
const AGAIN_MS = 3_600_000;

/**
 * Begins with those that were looked at longest ago, and keeps its place in the store: a run that is cut short loses
 * nothing. Returns how many it looked at.
 * @param signal aborted when the work was given to another
 */
export async function lookAtSignIns(doors: LookDoors, signal: AbortSignal): Promise<number> {
  const notSince = new Date(Date.parse(doors.clock.now()) - AGAIN_MS).toISOString();
  const ids = doors.most === 0 ? [] : await doors.book.nextToLookAt(doors.most, notSince);
  let looked = 0;
  for (const objectId of ids) {
    signal.throwIfAborted();
    if (looked > 0) await doors.rest();
    const history = await doors.signInHistory(objectId, `sign-ins-${objectId}`);
    if (history.availability !== 'known') {
      await noteUnknown(history, doors);
      return looked;
    }
    const sighting = (await doors.book.sightingsOf([objectId])).get(objectId);
    if (sighting !== undefined) await keep(sighting, history, doors);
    looked += 1;
  }
  return looked;
}

/** Neither a licence nor a permission appears within one run, and a report that does not answer is left alone. */
async function noteUnknown({ availability }: SignInHistory, { ledger, clock }: LookDoors): Promise<void> {
  await ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    await work.watch.save({ ...state, signIns: { availability, at: clock.now() } });
  });
}

async function keep({ objectId }: Sighting, history: SignInHistory, doors: LookDoors): Promise<void> {
  const { lastSuccessAt: lastSignInAt } = history;
  await doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    const at = doors.clock.now();
    await work.watch.save({ ...state, signIns: { availability: 'known', at } });
    await work.sightings.lookedAt(objectId, at);
    const now = (await work.sightings.of([objectId])).get(objectId);
    if (now === undefined || now.goneAt !== null) return;
    const licences = now.assessed.account?.skuIds.length ?? 0;
    await work.impacts.keep({ objectId, readAt: at, history, licences });
    const { assessed, readAt } = now;
    const known = {
      objectId,
      lastSignInAt,
      readAt,
      assessed: reassess(assessed, assessed.account, null, lastSignInAt, at),
    };
    const seen = await underExemptions([known], at, work);
    const confirmed = new Set([objectId]);
    const { told } = await observe({ seen, at, state, scope: doors.scope, confirmed, newId: doors.newId }, work);
    for (const one of seen) await work.scans.refresh(one.assessed);
    await tell({ told, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
  });
}
