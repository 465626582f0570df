// A single mailbox was read for another reason: what it shows counts for its finding too, at once.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import { reassess } from '../mailboxes/fresh.js';
import type { Account } from '../mailboxes/mailbox.js';
import { observe } from './observe.js';
import type { WatchBook } from './ports.js';
import { watchedId } from './sighting.js';
import type { Seen } from './standing.js';
import { tell } from './tell.js';
import { underExemptions } from './under-exemptions.js';
import type { WatchScope } from './watch-state.js';

export interface SeeDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'sightingsOf'>;
  readonly scope: WatchScope;
  readonly flood: number;
  newId(): string;
}

/**
 * Puts a fresh reading in the place of what the list showed, and judges it. A mailbox that no scan has listed yet waits for
 * one: whether it is watched is not known before.
 * @param reading `lastSignInAt` is null where it was not read
 */
export async function seeAgain(reading: Omit<Seen, 'objectId'>, doors: SeeDoors): Promise<void> {
  const { assessed } = reading;
  const objectId = watchedId(assessed);
  const sighting = objectId === null ? undefined : (await doors.book.sightingsOf([objectId])).get(objectId);
  if (objectId === null || sighting === undefined || sighting.goneAt !== null) {
    return doors.ledger.transaction((work) => work.scans.refresh(assessed));
  }
  await doors.ledger.transaction((work) => judgeOne({ ...reading, objectId }, doors, work));
}

async function judgeOne(reading: Seen, { clock, scope, flood, newId }: SeeDoors, work: Work): Promise<void> {
  const { objectId } = reading;
  const state = await work.watch.lock();
  const at = clock.now();
  if (reading.lastSignInAt !== null) await work.sightings.lookedAt(objectId, at, reading.lastSignInAt);
  const lastSignInAt = (await work.sightings.of([objectId])).get(objectId)?.lastSignInAt ?? null;
  const seen = await underExemptions([{ ...reading, lastSignInAt }], at, work);
  const { told, recheck } = await observe({ seen, at, state, scope, isScan: false, confirmed: new Set(), newId }, work);
  for (const { assessed } of seen) await work.scans.refresh(assessed);
  if (recheck.length > 0) {
    const others = state.recheck.filter((one) => one.objectId !== objectId);
    await work.watch.save({ ...state, recheck: [...others, { objectId, tries: 1 }] });
  }
  await tell({ told, at, flood, reason: 'flood', newId }, work);
}

/** Judges an account that was just read; one that is not watched is left alone. @param readAt when the reading began */
export async function seeAccount(account: Account, readAt: string, doors: SeeDoors): Promise<void> {
  const sighting = (await doors.book.sightingsOf([account.id])).get(account.id);
  if (sighting === undefined || sighting.goneAt !== null) return;
  const { assessed: before, lastSignInAt } = sighting;
  const assessed = reassess(before, account, before.exemption, lastSignInAt, readAt);
  await seeAgain({ assessed, lastSignInAt, readAt }, doors);
}
