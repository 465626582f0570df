// What a block would stop and who keeps access: read for a person's eyes, kept for the next person's.
import type { Account, SignInHistory } from './mailbox.js';

/** The use of one account, as far as it could be read. */
export interface Impact {
  /** Lower case. */
  readonly objectId: string;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  readonly history: SignInHistory;
  /** How many licences are assigned. */
  readonly licences: number;
}

export interface Impacts {
  /** An older reading never replaces a newer one. */
  keep(impact: Impact): Promise<void>;
  /** By object id, lower case; those never read are absent. */
  ofObjectIds(objectIds: readonly string[]): Promise<ReadonlyMap<string, Impact>>;
}

export interface ImpactDoors {
  readonly impacts: Impacts;
  now(): string;
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
  pause(ms: number): Promise<void>;
  /** Takes charge of a reading that goes on after the answer was given. */
  goOn(reading: Promise<unknown>): void;
}

/** How long a person waits for it, in milliseconds: the reports take five questions in ten seconds, whoever asks. */
const PATIENCE_MS = 2_500;
/** A reading that is younger than this is shown again, in milliseconds: reports are limited to a few calls a second. */
const FRESH_MS = 600_000;

/**
 * The impact of each of these accounts, as far as it can be read soon; what was read a short while ago is not read again.
 * One that is absent is still being read, and is there when the same page is looked at again.
 */
export async function readImpacts(
  accounts: readonly Account[],
  correlationId: string,
  doors: ImpactDoors,
): Promise<ReadonlyMap<string, Impact>> {
  const { impacts, now } = doors;
  const known = new Map(await impacts.ofObjectIds(accounts.map(({ id }) => id)));
  const isOld = ({ readAt }: Impact): boolean => Date.parse(now()) - Date.parse(readAt) >= FRESH_MS;
  const wanted = accounts.filter(({ id }) => {
    const before = known.get(id);
    return before === undefined || isOld(before);
  });
  const reading = readAll(wanted, correlationId, doors, known);
  const isDone = await Promise.race([reading.then(() => true), doors.pause(PATIENCE_MS).then(() => false)]);
  if (!isDone) doors.goOn(reading);
  return new Map(known);
}

async function readAll(
  accounts: readonly Account[],
  correlationId: string,
  { impacts, now, signInHistory }: ImpactDoors,
  known: Map<string, Impact>,
): Promise<void> {
  for (const account of accounts) {
    const history = await signInHistory(account.id, correlationId);
    const impact = { objectId: account.id, readAt: now(), history, licences: account.skuIds.length };
    await impacts.keep(impact);
    known.set(account.id, impact);
  }
}
