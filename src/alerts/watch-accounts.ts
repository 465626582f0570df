// One poll: what changed about accounts since the last one, and what that means; written down at once, or not at all.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import { Refused } from '../failure.js';
import type { AccountChanges } from '../mailboxes/account-changes.js';
import { reassess } from '../mailboxes/fresh.js';
import { changesLost } from '../mailboxes/scan-problems.js';
import { knownUntil } from './beginning.js';
import { clearCheck, raiseCheck, troubleAt } from './checks.js';
import { depart } from './depart.js';
import { observe } from './observe.js';
import type { WatchBook } from './ports.js';
import { type ChangedRead, type ReadChangedDoors, readChanged } from './read-changed.js';
import { tell } from './tell.js';
import type { Told } from './told.js';
import { underExemptions } from './under-exemptions.js';
import type { WatchScope, WatchState } from './watch-state.js';

export interface WatchDoors extends ReadChangedDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'state' | 'sightingsOf'>;
  readonly scope: WatchScope;
  readonly flood: number;
  /** A short, speakable id for a finding or digest. */
  newId(): string;
  /** Null begins at now. @throws Refused upstream-* */
  accountChanges(token: string | null, correlationId: string): Promise<AccountChanges>;
}

/** What came of a poll, for the log. `overtaken`: another instance had moved on; nothing was written. */
export type Polled =
  | { readonly kind: 'began' | 'begun-anew' | 'overtaken' | 'nothing-to-watch' }
  | { readonly kind: 'answered'; readonly changed: number; readonly watched: number; readonly told: number }
  | { readonly kind: 'failed'; readonly error: Refused };

/** A fault that passes is no news; one that lasts longer than this, or that somebody must mend, is. */
const PATIENCE_MS = 300_000;

/** Safe to run on several instances at once, and to be killed at any moment. Never throws for what Microsoft answers. */
export async function watchAccounts(doors: WatchDoors): Promise<Polled> {
  const state = await doors.book.state();
  const startedAt = doors.clock.now();
  const correlationId = `watch ${startedAt}`;
  try {
    // The first scan has watching begin before it reads.
    if (state.token === null && state.lastScan === null) return { kind: 'nothing-to-watch' };
    if (state.token === null) return await begin(state, 'began', correlationId, doors);
    const changes = await doors.accountChanges(state.token, correlationId);
    if (changes.kind === 'expired') return await begin(state, 'begun-anew', correlationId, doors);
    const read = await readChanged(changes, state.recheck, correlationId, doors);
    const size = { changed: changes.changed.length + changes.removed.length, startedAt };
    return await writeDown(state.token, changes.token, read, size, doors);
  } catch (error) {
    if (!(error instanceof Refused) || !error.failure.kind.startsWith('upstream-')) throw error;
    await noteTrouble(error, doors);
    return { kind: 'failed', error };
  }
}

/**
 * Has watching begin at now, if it has not yet: to be called before everything is read, so that no change falls between the
 * two. Where Microsoft does not answer, a poll begins later and has everything read again.
 */
export async function beginWatching(doors: WatchDoors): Promise<void> {
  const state = await doors.book.state();
  if (state.token !== null) return;
  try {
    await begin(state, 'first-scan', `watch ${doors.clock.now()}`, doors);
  } catch (error) {
    if (!(error instanceof Refused) || !error.failure.kind.startsWith('upstream-')) throw error;
  }
}

type Beginning = 'began' | 'begun-anew' | 'first-scan';

const WHY_SCAN = { began: 'watching begins', 'begun-anew': 'the change token expired' } as const;

/** From now on; what was before, a scan that begins after this finds out. */
async function begin(before: WatchState, how: Beginning, correlationId: string, doors: WatchDoors): Promise<Polled> {
  const changes = await doors.accountChanges(null, correlationId);
  if (changes.kind === 'expired') throw new Error('A token that was not used cannot have expired.');
  return doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    if (state.token !== before.token) return { kind: 'overtaken' };
    const at = doors.clock.now();
    const told = await clearCheck('watch', at, work);
    const since = knownUntil(state);
    const gap = since === null ? null : { since, until: at };
    await work.watch.save({ ...state, token: changes.token, polledAt: at, answeredAt: at, gap, trouble: null });
    if (how !== 'first-scan') await work.jobs.enqueue({ name: 'scan', why: WHY_SCAN[how] });
    const event = how === 'begun-anew' ? 'watch.begun-anew' : 'watch.began';
    await work.record.append({
      ...{ event, at, actor: { kind: 'bot' }, requestId: null, mailbox: null },
      ...{ microsoftRequestId: null, correlationId, detail: { answeredAt: state.answeredAt } },
    });
    await tell({ told, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
    return { kind: how === 'begun-anew' ? how : 'began' };
  });
}

interface Size {
  readonly changed: number;
  readonly startedAt: string;
}

async function writeDown(
  from: string,
  token: string,
  read: ChangedRead,
  { changed, startedAt }: Size,
  doors: WatchDoors,
): Promise<Polled> {
  return doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    // Thought dead, or slow: what it read was told from another point already.
    if (state.token !== from) return { kind: 'overtaken' };
    const at = doors.clock.now();
    const { told, recheck } = await judgeAll(read, state, at, doors, work);
    await tell({ told, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
    const watched = read.accounts.length + read.removed.length;
    await work.watch.save({
      ...state,
      ...{ token, polledAt: at, answeredAt: at, trouble: null },
      recheck: nextRecheck(state.recheck, [...recheck, ...read.lost]),
      lastPoll: { changed, watched, ms: Date.parse(at) - Date.parse(startedAt) },
    });
    return { kind: 'answered', changed, watched, told: told.length };
  });
}

async function judgeAll(
  read: ChangedRead,
  state: WatchState,
  at: string,
  { scope, newId }: WatchDoors,
  work: Work,
): Promise<{ readonly told: readonly Told[]; readonly recheck: readonly string[] }> {
  const seen = await underExemptions(
    read.accounts.map(({ sighting: { objectId, assessed, lastSignInAt }, account }) => ({
      ...{ objectId, lastSignInAt, readAt: read.readAt },
      assessed: reassess(assessed, account, null, lastSignInAt, at),
    })),
    at,
    work,
  );
  const observed = await observe({ seen, at, state, scope, isScan: false, confirmed: read.confirmed, newId }, work);
  const doubtful = new Set(observed.recheck);
  for (const { objectId, assessed } of seen) if (!doubtful.has(objectId)) await work.scans.refresh(assessed);
  for (const { assessed } of read.removed) await work.scans.refresh(reassess(assessed, null, null, null, at));
  const gone = read.removed.map((sighting) => ({ sighting, how: { kind: 'deleted' } as const }));
  const told = [...observed.told, ...(await depart(gone, at, work)), ...(await clearCheck('watch', at, work))];
  return { told, recheck: observed.recheck };
}

function nextRecheck(before: WatchState['recheck'], ids: readonly string[]): WatchState['recheck'] {
  const tries = new Map(before.map((one) => [one.objectId, one.tries]));
  return ids.map((objectId) => ({ objectId, tries: (tries.get(objectId) ?? 0) + 1 }));
}

async function noteTrouble(error: Refused, doors: WatchDoors): Promise<void> {
  await doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    const at = doors.clock.now();
    const problems = [changesLost(error)];
    const trouble = troubleAt(state.trouble, problems, at);
    await work.watch.save({ ...state, polledAt: at, trouble });
    const isForMending = error.failure.kind === 'upstream-denied';
    if (!isForMending && Date.parse(at) - Date.parse(trouble.since) < PATIENCE_MS) return;
    const told = await raiseCheck({ check: 'watch', kind: 'check-failed', problems }, { at, newId: doors.newId }, work);
    await tell({ told, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
  });
}
