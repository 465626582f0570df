// Gathers accounts out of several answers, and keeps book of what each answer should have told and did not.
import type { Refused } from '../failure.js';
import type { Account } from '../mailboxes/mailbox.js';
import { accountFrom } from './account.js';
import { listAt, recordOf, recordsIn, textAt } from './json.js';
import { type Answer, unexpected } from './upstream.js';

/** Both by identity in lower case. */
export interface AccountFinding {
  readonly accounts: Map<string, Account>;
  readonly lost: Map<string, Refused>;
}

/** Keeps what was asked for. Where an answer goes on elsewhere, what it does not hold is lost, not absent. */
export function keepAccounts(
  answer: Answer,
  wanted: readonly string[],
  identityOf: (account: Account) => string,
  found: AccountFinding,
): void {
  const page = recordOf(answer.body);
  const list = listAt(page, 'value');
  const asked = new Set(wanted);
  for (const account of recordsIn(list).map(accountFrom)) {
    if (account !== null && asked.has(identityOf(account))) found.accounts.set(identityOf(account), account);
  }
  if (list !== null && page?.['@odata.nextLink'] === undefined) return;
  const missing = wanted.filter((identity) => !found.accounts.has(identity));
  loseAccounts(missing, unexpected(answer, 'graph', 'Accounts came without the rest of their list.'), found);
}

/**
 * Whether an answer names users and hides what they are: how directory objects look to an app that may not read them. Every
 * user has a user principal name.
 */
export function showsOnlyIds(answer: Answer): boolean {
  const users = recordsIn(listAt(recordOf(answer.body), 'value'));
  return users.some((user) => textAt(user, 'id') !== null && textAt(user, 'userPrincipalName') === null);
}

export function loseAccounts(identities: readonly string[], why: Refused, found: AccountFinding): void {
  for (const identity of identities) found.lost.set(identity, why);
}

export function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
