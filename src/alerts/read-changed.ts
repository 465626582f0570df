// Reads what a poll has to judge: of the accounts that changed, those that are watched, each in full and read now.
import type { Clock } from '../approvals/ports.js';
import type { AccountChanges } from '../mailboxes/account-changes.js';
import type { Account } from '../mailboxes/mailbox.js';
import type { WatchBook } from './ports.js';
import type { Sighting } from './sighting.js';
import type { WatchState } from './watch-state.js';

export interface ReadChangedDoors {
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'sightingsOf'>;
  /** By object id in lower case; what could not be read is in `lost`, what does not exist in neither. */
  joinAccounts(
    objectIds: readonly string[],
    correlationId: string,
  ): Promise<{ readonly accounts: ReadonlyMap<string, Account>; readonly lost: ReadonlyMap<string, unknown> }>;
}

/** A watched account that changed, read again. */
export interface ChangedAccount {
  readonly sighting: Sighting;
  readonly account: Account;
}

export interface ChangedRead {
  readonly accounts: readonly ChangedAccount[];
  /** ISO 8601: before the first of them was read. */
  readonly readAt: string;
  /** Those of which it is certain that the reading is not older than the change. */
  readonly confirmed: ReadonlySet<string>;
  /** Those that could not be read. */
  readonly lost: readonly string[];
  /** Watched accounts that were deleted. */
  readonly removed: readonly Sighting[];
}

type Changes = Extract<AccountChanges, { readonly kind: 'changes' }>;

/** How often an account that is told in two ways is read again before what is read then is believed. */
const MOST_TRIES = 2;

/** Costs no request when no watched account changed. @throws Refused upstream-* */
export async function readChanged(
  { changed, removed }: Changes,
  recheck: WatchState['recheck'],
  correlationId: string,
  doors: ReadChangedDoors,
): Promise<ChangedRead> {
  const told = new Map(changed.map(({ objectId, accountEnabled }) => [objectId, accountEnabled]));
  const ids = [...new Set([...told.keys(), ...recheck.map(({ objectId }) => objectId)])];
  const gone = new Set(removed.map(({ objectId }) => objectId));
  const sightings = await doors.book.sightingsOf([...ids, ...gone]);
  const watched = [...sightings.values()].filter(({ objectId }) => !gone.has(objectId));
  const readAt = doors.clock.now();
  const read = await readAll(watched, correlationId, doors);
  const isTried = new Set(recheck.filter(({ tries }) => tries >= MOST_TRIES).map(({ objectId }) => objectId));
  const isCertain = ({ id, accountEnabled }: Account): boolean =>
    isTried.has(id) || (accountEnabled !== null && told.get(id) === accountEnabled);
  return {
    accounts: read.accounts,
    readAt,
    confirmed: new Set(
      read.accounts
        .map(({ account }) => account)
        .filter(isCertain)
        .map(({ id }) => id),
    ),
    lost: read.lost,
    removed: [...sightings.values()].filter(({ objectId, goneAt }) => gone.has(objectId) && goneAt === null),
  };
}

async function readAll(
  watched: readonly Sighting[],
  correlationId: string,
  doors: ReadChangedDoors,
): Promise<Pick<ChangedRead, 'accounts' | 'lost'>> {
  const ids = watched.map(({ objectId }) => objectId);
  if (ids.length === 0) return { accounts: [], lost: [] };
  const { accounts, lost } = await doors.joinAccounts(ids, correlationId);
  const found = watched.flatMap((sighting): readonly ChangedAccount[] => {
    const account = accounts.get(sighting.objectId);
    return account === undefined ? [] : [{ sighting, account }];
  });
  return { accounts: found, lost: ids.filter((id) => lost.has(id)) };
}
