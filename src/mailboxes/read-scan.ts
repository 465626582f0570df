// Reads the whole tenant once: mailboxes from Exchange, their accounts from Entra, roles, and a verdict on each.

import { Refused } from '../failure.js';
import type { Account, AssessedMailbox, Exemption, Mailbox, MailboxType } from './mailbox.js';
import { MAILBOX_TYPES, VERDICTS } from './mailbox.js';
import type { Scan, ScanCounts } from './scan.js';
import { accountsLost, listBrokeOff, rolesLost, rowsUnreadable } from './scan-problems.js';
import { assess } from './verdict.js';

/** One page of Exchange's list. */
export interface ListedPage {
  /** Rows on the page, of every type. */
  readonly listed: number;
  /** Rows that name no type or no account. */
  readonly unreadable: number;
  /** Mailboxes of the wanted types. */
  readonly mailboxes: readonly Mailbox[];
  /** Object ids, lower case, of those of other types: where Exchange lists them too, it tells what a mailbox became. */
  readonly others: readonly string[];
}

export interface ScanDoors {
  /** ISO 8601, UTC. */
  now(): string;
  newId(): string;
  /** @throws Refused upstream-*, also in the middle */
  listMailboxes(types: readonly MailboxType[], correlationId: string): AsyncIterable<ListedPage>;
  /** By object id or user principal name in lower case; what could not be read is in `lost`, what does not exist in neither. */
  joinAccounts(
    identities: readonly string[],
    correlationId: string,
  ): Promise<{ readonly accounts: ReadonlyMap<string, Account>; readonly lost: ReadonlyMap<string, Refused> }>;
  /** @throws Refused upstream-* */
  roleHolders(
    correlationId: string,
  ): Promise<{ readonly kind: 'read'; readonly holders: ReadonlySet<string> } | { readonly kind: 'not-permitted' }>;
  exemptionsOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, Exemption>>;
  /** When these accounts last signed in by themselves (ISO 8601), where that was ever read. */
  lastSignInsOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface ScanScope {
  readonly types: readonly MailboxType[];
  /** Whether licensed shared mailboxes count; other types always do. */
  readonly licensed: 'include' | 'exclude' | 'only';
}

export interface ScanReading {
  readonly scan: Scan;
  readonly mailboxes: readonly AssessedMailbox[];
  /** By object id, as far as they are known. */
  readonly lastSignIns: ReadonlyMap<string, string>;
  /** Object ids of mailboxes of other types, as far as Exchange listed them. */
  readonly others: ReadonlySet<string>;
}

/**
 * A complete reading, or a partial one that says what it lost.
 * @throws Refused upstream-* when Exchange gave nothing at all
 */
export async function readScan(scope: ScanScope, doors: ScanDoors): Promise<ScanReading> {
  const id = doors.newId();
  const startedAt = doors.now();
  const listing = await readListing(scope, id, doors);
  const joined = await readJoined(listing.mailboxes, id, doors);
  const targets = joined.pairs.filter((pair) => isInScope(pair, scope.licensed));
  const roles = await readRoles(id, doors);
  const ids = targets.map(({ account }) => account?.id).filter((one) => one !== undefined);
  const exemptions = await doors.exemptionsOf(ids);
  const lastSignIns = await doors.lastSignInsOf(ids);
  const now = doors.now();
  const mailboxes = targets.map(({ mailbox, account }) => {
    const exemption = account === null ? null : (exemptions.get(account.id) ?? null);
    const holdsRole = account === null || roles.holders === null ? null : roles.holders.has(account.id);
    const lastSuccessAt = lastSignIns.get(account?.id ?? '');
    const history = lastSuccessAt === undefined ? null : ({ lastSuccessAt, availability: 'known' } as const);
    return assess({ mailbox, account, exemption, holdsRole, history, now });
  });
  const problems = [...listing.problems, ...joined.problems, ...roles.problems];
  const scan: Scan = {
    id,
    state: problems.length === 0 ? 'complete' : 'partial',
    startedAt,
    endedAt: doors.now(),
    counts: countsOf(listing, targets, mailboxes),
    problems,
    rolesChecked: roles.holders !== null,
  };
  return { scan, mailboxes, lastSignIns, others: listing.others };
}

interface Listing {
  readonly pages: number;
  readonly listed: number;
  readonly mailboxes: readonly Mailbox[];
  readonly others: ReadonlySet<string>;
  readonly problems: readonly string[];
}

async function readListing({ types }: ScanScope, id: string, doors: ScanDoors): Promise<Listing> {
  const mailboxes = new Map<string, Mailbox>();
  const others = new Set<string>();
  let pages = 0;
  let listed = 0;
  let unreadable = 0;
  const problems: string[] = [];
  try {
    for await (const page of doors.listMailboxes(types, id)) {
      pages += 1;
      listed += page.listed;
      unreadable += page.unreadable;
      // A list that moves while it is read may name a mailbox twice.
      for (const mailbox of page.mailboxes) mailboxes.set(identityOf(mailbox), mailbox);
      for (const id of page.others) others.add(id);
    }
  } catch (error) {
    if (!(error instanceof Refused) || pages === 0) throw error;
    problems.push(listBrokeOff(pages, listed, error));
  }
  if (unreadable > 0) problems.push(rowsUnreadable(unreadable));
  return { pages, listed, mailboxes: [...mailboxes.values()], others, problems };
}

/** Object id, or the user principal name where Exchange names no id; lower case. */
function identityOf(mailbox: Mailbox): string {
  return (mailbox.objectId ?? mailbox.userPrincipalName).toLowerCase();
}

interface Pair {
  readonly mailbox: Mailbox;
  readonly account: Account | null;
  readonly isJoined: boolean;
}

async function readJoined(
  mailboxes: readonly Mailbox[],
  id: string,
  doors: ScanDoors,
): Promise<{ readonly pairs: readonly Pair[]; readonly problems: readonly string[] }> {
  const { accounts, lost } = await doors.joinAccounts(mailboxes.map(identityOf), id);
  const pairs = mailboxes.map((mailbox) => {
    const identity = identityOf(mailbox);
    const account = accounts.get(identity) ?? null;
    return { mailbox, account: account ?? (lost.has(identity) ? unread(mailbox) : null), isJoined: account !== null };
  });
  const [first] = lost.values();
  return { pairs, problems: first === undefined ? [] : [accountsLost(lost.size, mailboxes.length, first)] };
}

/** An account that may well exist: nothing is known of it, which is not the same as "none". */
function unread({ objectId, userPrincipalName, displayName }: Mailbox): Account | null {
  if (objectId === null) return null;
  return {
    id: objectId,
    userPrincipalName,
    displayName,
    accountEnabled: null,
    onPremisesSyncEnabled: null,
    userType: null,
    skuIds: [],
    createdAt: null,
    passwordChangedAt: null,
    managementRestricted: null,
  };
}

function isInScope({ mailbox, account, isJoined }: Pair, licensed: ScanScope['licensed']): boolean {
  // Whether an unread account is licensed is not known, and what is not known is not hidden.
  if (licensed === 'include' || mailbox.type !== 'SharedMailbox' || account === null || !isJoined) return true;
  return account.skuIds.length > 0 === (licensed === 'only');
}

async function readRoles(
  id: string,
  doors: ScanDoors,
): Promise<{ readonly holders: ReadonlySet<string> | null; readonly problems: readonly string[] }> {
  try {
    const roles = await doors.roleHolders(id);
    return { holders: roles.kind === 'read' ? roles.holders : null, problems: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { holders: null, problems: [rolesLost(error)] };
  }
}

function countsOf(listing: Listing, targets: readonly Pair[], mailboxes: readonly AssessedMailbox[]): ScanCounts {
  const count = <K extends string>(keys: readonly K[], keyOf: (mailbox: AssessedMailbox) => K): Record<K, number> =>
    Object.fromEntries(keys.map((key) => [key, mailboxes.filter((one) => keyOf(one) === key).length])) as Record<
      K,
      number
    >;
  return {
    pages: listing.pages,
    listed: listing.listed,
    targets: targets.length,
    joined: targets.filter(({ isJoined }) => isJoined).length,
    verdicts: count(VERDICTS, ({ verdict }) => verdict),
    types: count(MAILBOX_TYPES, ({ mailbox }) => mailbox.type),
  };
}
