// Publishes a scan together with what it means: what is new, what is wrong, what is right again, what is gone.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import type { RecordEntry } from '../audit/entry.js';
import { Refused } from '../failure.js';
import type { Account, AssessedMailbox } from '../mailboxes/mailbox.js';
import type { ScanReading } from '../mailboxes/read-scan.js';
import type { Scan } from '../mailboxes/scan.js';
import { listShrunk, scanFailed } from '../mailboxes/scan-problems.js';
import { clearCheck, raiseCheck, troubleAt } from './checks.js';
import { type Departure, depart } from './depart.js';
import { observe } from './observe.js';
import type { WatchBook } from './ports.js';
import { type Sighting, watchedId } from './sighting.js';
import type { Seen } from './standing.js';
import { tell } from './tell.js';
import type { Told } from './told.js';
import { trendOf } from './trend.js';
import { underExemptions } from './under-exemptions.js';
import type { LastScan, WatchScope, WatchState } from './watch-state.js';

export interface PublishDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'missing'>;
  readonly scope: WatchScope;
  readonly flood: number;
  /** Accounts whose own sign-ins are asked for after a scan, at most. */
  readonly signInLooks: number;
  newId(): string;
  /** By object id in lower case; what could not be read is in `lost`, what does not exist in neither. */
  joinAccounts(
    objectIds: readonly string[],
    correlationId: string,
  ): Promise<{ readonly accounts: ReadonlyMap<string, Account>; readonly lost: ReadonlyMap<string, unknown> }>;
}

/** Mailboxes judged at a time. */
const BATCH = 500;

/** In one transaction: the list, its entry of the record, findings and their cards, or none of it. */
export async function publishScan(reading: ScanReading, why: string, doors: PublishDoors): Promise<void> {
  const gone = await whatIsGone(reading, doors);
  await doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    // One that began later has said it all, and newer.
    if (isOvertaken(reading.scan, state)) return;
    const at = doors.clock.now();
    const seen = await seenIn(reading, at, work);
    await work.scans.publish(reading.scan, mailboxesOf(reading, seen));
    await work.record.append(entryFor(reading.scan, why));
    const judged = await judgeAll(seen, state, at, doors, work);
    const isShrunk = isFarFewer(gone.length, reading) && state.shrunkAt === null;
    const left = isShrunk ? [] : await depart(await stillMissing(gone, reading.scan, work), at, work);
    const told = [...judged.told, ...left];
    const problems = isShrunk ? [listShrunk(reading.scan.counts.targets, gone.length)] : reading.scan.problems;
    const check = await judgeCheck(problems, at, doors, work);
    const reason = state.scope === null ? 'first-run' : 'flood';
    await tell({ told, at, flood: doors.flood, reason, newId: doors.newId }, work);
    await tell({ told: check, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
    const isWhole = problems.length === 0;
    const { scope, signInLooks: looksLeft } = doors;
    const outcome = { isWhole, isShrunk, scope, looksLeft, at, recheck: judged.recheck };
    await work.watch.save(nextState(state, reading.scan, outcome));
    if (isWhole) await work.watch.keepDay(await trendOf(reading.mailboxes, at, work));
    if (looksLeft > 0) await work.jobs.enqueue({ name: 'look-at-sign-ins' });
  });
}

function isOvertaken({ startedAt }: Scan, { lastScan }: WatchState): boolean {
  return lastScan !== null && Date.parse(lastScan.startedAt) > Date.parse(startedAt);
}

/** A scan that came to nothing, whatever the reason. The next one is planned; a fault that lasts is told once. */
export async function scanLost(error: unknown, isLast: boolean, doors: PublishDoors): Promise<void> {
  await doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    const at = doors.clock.now();
    const problems = [scanFailed(error)];
    await work.watch.save({ ...state, scanTrouble: troubleAt(state.scanTrouble, problems, at) });
    const isForMending = error instanceof Refused && error.failure.kind === 'upstream-denied';
    if (!isLast && !isForMending) return;
    const told = await raiseCheck({ check: 'scan', kind: 'check-failed', problems }, { at, newId: doors.newId }, work);
    await tell({ told, at, flood: doors.flood, reason: 'flood', newId: doors.newId }, work);
  });
}

/** Watched mailboxes that a complete scan did not list, and where they went as far as Entra and Exchange tell. */
async function whatIsGone(
  { scan, mailboxes, others }: ScanReading,
  { book, joinAccounts }: PublishDoors,
): Promise<readonly { readonly sighting: Sighting; readonly how: Departure }[]> {
  if (scan.state !== 'complete') return [];
  const listed = new Set(
    mailboxes
      .filter(({ account }) => account !== null)
      .map(watchedId)
      .filter((id) => id !== null),
  );
  const missing = await book.missing(listed, scan.startedAt);
  if (missing.length === 0) return [];
  const ids = missing.map(({ objectId }) => objectId);
  const { accounts, lost } = await joinAccounts(ids, scan.id);
  const howOf = (id: string): Departure => {
    if (!accounts.has(id) && !lost.has(id)) return { kind: 'deleted' };
    return { kind: others.has(id) ? 'type-changed' : 'not-listed' };
  };
  return missing.map((sighting) => ({ sighting, how: howOf(sighting.objectId) }));
}

/** A scan that another one overtook knows nothing of what that one saw. */
async function stillMissing(
  gone: readonly { readonly sighting: Sighting; readonly how: Departure }[],
  { startedAt }: Scan,
  work: Work,
): Promise<typeof gone> {
  const now = await work.sightings.of(gone.map(({ sighting }) => sighting.objectId));
  return gone.filter(({ sighting: { objectId } }) => {
    const one = now.get(objectId);
    return one?.goneAt === null && Date.parse(one.readAt) <= Date.parse(startedAt);
  });
}

/** More than a fifth, and more than a person would remove between two scans. */
function isFarFewer(gone: number, { mailboxes }: ScanReading): boolean {
  return gone > 10 && gone > (mailboxes.length + gone) / 5;
}

async function seenIn({ scan, mailboxes, lastSignIns }: ScanReading, at: string, work: Work): Promise<readonly Seen[]> {
  const seen = mailboxes.flatMap((assessed): readonly Seen[] => {
    const objectId = watchedId(assessed);
    if (objectId === null) return [];
    return [{ objectId, assessed, lastSignInAt: lastSignIns.get(objectId) ?? null, readAt: scan.startedAt }];
  });
  return underExemptions(seen, at, work);
}

function mailboxesOf({ mailboxes }: ScanReading, seen: readonly Seen[]): readonly AssessedMailbox[] {
  const byId = new Map(seen.map(({ objectId, assessed }) => [objectId, assessed]));
  return mailboxes.map((one) => {
    const now = byId.get(watchedId(one) ?? '');
    // Listed twice, each row stays itself.
    return now?.mailbox === one.mailbox ? now : one;
  });
}

async function judgeAll(
  seen: readonly Seen[],
  state: WatchState,
  at: string,
  { scope, newId }: PublishDoors,
  work: Work,
): Promise<{ readonly told: readonly Told[]; readonly recheck: readonly string[] }> {
  const told: Told[] = [];
  const recheck: string[] = [];
  for (let from = 0; from < seen.length; from += BATCH) {
    const batch = seen.slice(from, from + BATCH);
    const observed = await observe({ seen: batch, at, state, scope, isScan: true, confirmed: NOBODY, newId }, work);
    told.push(...observed.told);
    recheck.push(...observed.recheck);
  }
  return { told, recheck };
}

const NOBODY: ReadonlySet<string> = new Set();

async function judgeCheck(
  problems: readonly string[],
  at: string,
  { newId }: PublishDoors,
  work: Work,
): Promise<readonly Told[]> {
  if (problems.length === 0) return clearCheck('scan', at, work);
  return raiseCheck({ check: 'scan', kind: 'check-partial', problems }, { at, newId }, work);
}

interface Outcome {
  readonly isWhole: boolean;
  readonly isShrunk: boolean;
  readonly scope: WatchScope;
  readonly looksLeft: number;
  readonly at: string;
  readonly recheck: readonly string[];
}

function nextState(state: WatchState, scan: Scan, outcome: Outcome): WatchState {
  const { isWhole, isShrunk, scope, looksLeft, at, recheck } = outcome;
  const { id, startedAt, endedAt, counts } = scan;
  const lastScan: LastScan = { id, state: isWhole ? 'complete' : 'partial', startedAt, endedAt, counts };
  const asked = new Set(state.recheck.map(({ objectId }) => objectId));
  const again = recheck.filter((objectId) => !asked.has(objectId)).map((objectId) => ({ objectId, tries: 1 }));
  return {
    ...state,
    ...{ lastScan, scanTrouble: null, looksLeft, looksFailed: 0, recheck: [...state.recheck, ...again] },
    lastCompleteScan: isWhole ? lastScan : state.lastCompleteScan,
    scope: isWhole ? scope : state.scope,
    gap: isWhole && state.gap !== null && Date.parse(startedAt) >= Date.parse(state.gap.until) ? null : state.gap,
    shrunkAt: isShrunk ? at : scan.state === 'complete' ? null : state.shrunkAt,
  };
}

function entryFor(scan: Scan, why: string): RecordEntry {
  const { targets, verdicts } = scan.counts;
  return {
    event: 'scan.published',
    at: scan.endedAt,
    actor: { kind: 'bot' },
    requestId: null,
    mailbox: null,
    microsoftRequestId: null,
    correlationId: scan.id,
    detail: { why, state: scan.state, mailboxes: targets, exposed: verdicts.exposed, unknown: verdicts.unknown },
  };
}
