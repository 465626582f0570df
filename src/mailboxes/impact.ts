// What a change would stop and who keeps access: read for a person's eyes, kept for the next person's.
import { Refused } from '../failure.js';
import type { AccessSubject, MailboxAccess } from './access.js';
import type { Account, SignInHistory } from './mailbox.js';

/** The use of one account, as far as it could be read. */
export interface Impact {
  /** Lower case. */
  readonly objectId: string;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  readonly history: SignInHistory;
  /** Who may use the mailbox without its account; null where nobody asked for that yet. */
  readonly access: MailboxAccess | null;
  /** How many licences are assigned; null where the account could not be read. */
  readonly licences: number | null;
}

export interface Impacts {
  /** An older reading never replaces a newer one; one that did not ask for access leaves what is known of it. */
  keep(impact: Impact): Promise<void>;
  /** By object id, lower case; those never read are absent. */
  ofObjectIds(objectIds: readonly string[]): Promise<ReadonlyMap<string, Impact>>;
}

/** Whose use is asked about. */
export interface ImpactSubject extends AccessSubject {
  readonly objectId: string;
}

export interface ImpactDoors {
  readonly impacts: Impacts;
  now(): string;
  pause(ms: number): Promise<void>;
  /** Takes charge of a reading that goes on after the answer was given. */
  goOn(reading: Promise<unknown>): void;
  /** Never throws for what a tenant does not tell. */
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
  /** Never throws for what an API does not tell. */
  access(mailbox: AccessSubject, correlationId: string): Promise<MailboxAccess>;
  /** Accounts by object id, lower case; those that do not exist are absent. @throws Refused upstream-* */
  readAccounts(objectIds: readonly string[], correlationId: string): Promise<ReadonlyMap<string, Account>>;
}

export interface ImpactsRead {
  /** By object id, lower case. */
  readonly impacts: ReadonlyMap<string, Impact>;
  /** Whether there was no time for some of them. */
  readonly isPartial: boolean;
}

/** A reading that is younger than this is shown again, in milliseconds: reports are limited to a few calls a second. */
const FRESH_MS = 600_000;

/** Long enough for most pages of a preview: the reports take five questions in ten seconds, whoever asks. */
export const PATIENCE_MS = 2500;

/**
 * The impact of each of these accounts, one after the other; what was read a short while ago is not read again.
 * @param withinMs how long it may take: the account that is under way then is still read and kept, the others are not
 */
export async function readImpacts(
  subjects: readonly ImpactSubject[],
  correlationId: string,
  doors: ImpactDoors,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<ImpactsRead> {
  const until = Date.parse(doors.now()) + withinMs;
  const known = new Map(await doors.impacts.ofObjectIds(subjects.map(({ objectId }) => objectId)));
  const stale = subjects.filter(({ objectId }) => !isFresh(known.get(objectId.toLowerCase()), doors.now()));
  if (stale.length === 0) return { impacts: known, isPartial: false };
  const reading = readEach(stale, correlationId, known, doors, until);
  const isDone = await (withinMs === Number.POSITIVE_INFINITY
    ? reading
    : Promise.race([reading, doors.pause(withinMs).then(() => false)]));
  if (!isDone) doors.goOn(reading);
  return { impacts: new Map(known), isPartial: !isDone };
}

/** Whether all of them were read a short while ago. */
export async function areFresh(
  subjects: readonly Pick<ImpactSubject, 'objectId'>[],
  { impacts, now }: Pick<ImpactDoors, 'impacts' | 'now'>,
): Promise<boolean> {
  const known = await impacts.ofObjectIds(subjects.map(({ objectId }) => objectId));
  return subjects.every(({ objectId }) => isFresh(known.get(objectId.toLowerCase()), now()));
}

/** Puts each into `known` as it is read, until the time is over; whether there was time for all. */
async function readEach(
  subjects: readonly ImpactSubject[],
  correlationId: string,
  known: Map<string, Impact>,
  doors: ImpactDoors,
  until: number,
): Promise<boolean> {
  const accounts = await accountsOf(subjects, correlationId, doors);
  for (const subject of subjects) {
    if (Date.parse(doors.now()) >= until) return false;
    const objectId = subject.objectId.toLowerCase();
    const [history, access] = await Promise.all([
      doors.signInHistory(objectId, correlationId),
      doors.access(subject, correlationId),
    ]);
    const licences = accounts.get(objectId)?.skuIds.length ?? null;
    const impact = { objectId, readAt: doors.now(), history, access, licences };
    await doors.impacts.keep(impact);
    known.set(objectId, impact);
  }
  return true;
}

async function accountsOf(
  subjects: readonly ImpactSubject[],
  correlationId: string,
  { readAccounts }: ImpactDoors,
): Promise<ReadonlyMap<string, Account>> {
  const ids = subjects.map(({ objectId }) => objectId.toLowerCase());
  try {
    return await readAccounts(ids, correlationId);
  } catch (error) {
    if (error instanceof Refused) return new Map();
    throw error;
  }
}

/** An answer that Microsoft owed us is asked for again. */
function isFresh(impact: Impact | undefined, now: string): boolean {
  if (impact === undefined || impact.history.availability === 'unavailable') return false;
  const { access } = impact;
  if (access === null || access.availability === 'unavailable') return false;
  return Date.parse(now) - Date.parse(impact.readAt) < FRESH_MS;
}
