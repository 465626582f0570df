// Asks Entra for many accounts in as few requests as it allows, and tells "there is none" from "could not be read".
import { Refused } from '../failure.js';
import type { Account } from '../mailboxes/mailbox.js';
import { ACCOUNT_SELECT } from './account.js';
import { findAccounts } from './accounts-by-filter.js';
import { type AccountFinding, chunks, keepAccounts, loseAccounts, showsOnlyIds } from './accounts-found.js';
import type { TenantDoors } from './doors.js';
import type { Graph } from './graph.js';

/** Accounts by identity in lower case: the object id or user principal name that was asked for. */
export interface AccountsRead {
  readonly accounts: ReadonlyMap<string, Account>;
  /** Identities that could not be read, and why. One that is in neither map has no account. */
  readonly lost: ReadonlyMap<string, Refused>;
}

/** directoryObjects/getByIds takes a thousand ids. */
const IDS_PER_CALL = 1000;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

/**
 * The accounts with exactly these object ids or user principal names (compared without case), matched by what each
 * account says of itself, never by position.
 * POST /directoryObjects/getByIds for ids; GET /users?$filter=… in batches for names, and for ids where getByIds is denied.
 * Least permission User.Read.All (the getByIds page names Directory.Read.All, hence the second way).
 */
export async function joinAccounts(
  graph: Graph,
  identities: readonly string[],
  correlationId: string,
  doors: TenantDoors,
): Promise<AccountsRead> {
  const wanted = [...new Set(identities.map((identity) => identity.trim().toLowerCase()))].filter((one) => one !== '');
  const found: AccountFinding = { accounts: new Map(), lost: new Map() };
  const isId = (identity: string): boolean => GUID.test(identity);
  const deniedIds: string[] = [];
  for (const ids of chunks(wanted.filter(isId), IDS_PER_CALL)) {
    const isDenied = deniedIds.length > 0 || !(await byIds(graph, ids, correlationId, found));
    if (isDenied) deniedIds.push(...ids);
  }
  await findAccounts(graph, 'id', deniedIds, correlationId, doors, found);
  const names = wanted.filter((identity) => !isId(identity));
  await findAccounts(graph, 'userPrincipalName', names, correlationId, doors, found);
  return found;
}

/**
 * The same, for callers who need all or nothing.
 * @throws Refused upstream-* when any of them could not be read
 */
export async function readAccounts(
  graph: Graph,
  identities: readonly string[],
  correlationId: string,
  doors: TenantDoors,
): Promise<ReadonlyMap<string, Account>> {
  const { accounts, lost } = await joinAccounts(graph, identities, correlationId, doors);
  for (const refusal of lost.values()) throw refusal;
  return accounts;
}

/** False when the call is denied, or answered with bare ids, which is the same said politely. */
async function byIds(
  graph: Graph,
  ids: readonly string[],
  correlationId: string,
  found: AccountFinding,
): Promise<boolean> {
  try {
    const answer = await graph.send({
      method: 'POST',
      path: `/directoryObjects/getByIds?$select=${ACCOUNT_SELECT}`,
      body: { ids, types: ['user'] },
      permission: 'User.Read.All',
      correlationId,
      isReplayable: true,
    });
    if (showsOnlyIds(answer)) return false;
    keepAccounts(answer, ids, (account) => account.id, found);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.failure.kind === 'upstream-denied') return false;
    loseAccounts(ids, error, found);
    return true;
  }
}
