// Finds one mailbox and proves it to be the one asked for, also where Exchange does not name object ids.
import { Refused } from '../failure.js';
import type { Account, Mailbox } from '../mailboxes/mailbox.js';
import type { MailboxDirectory } from './mailbox-directory.js';

/**
 * The mailbox, or null. Admin API v2.0 may stop naming object ids: then the id is proved by the account that bears it, whose
 * user principal name must be the mailbox's.
 * Get-Mailbox with Identity, and GET /users/{id} where that proof is needed; least permissions as of those two.
 * @throws Refused upstream-*; upstream-unexpected when another mailbox came back than was asked for
 */
export async function findMailbox(
  directory: MailboxDirectory,
  readAccount: (identity: string, correlationId: string) => Promise<Account | null>,
  identity: string,
  correlationId: string,
): Promise<Mailbox | null> {
  const mailbox = await directory.findMailbox(identity, correlationId);
  if (mailbox === null || mailbox.objectId !== null || identity.includes('@')) return mailbox;
  const account = await readAccount(identity, correlationId);
  const isSame = account?.userPrincipalName.toLowerCase() === mailbox.userPrincipalName.toLowerCase();
  if (account !== null && isSame) return { ...mailbox, objectId: account.id };
  const trace = { service: 'exchange', status: 200, code: null, requestId: null } as const;
  const detail = 'Exchange gave a mailbox that does not belong to the account asked for.';
  throw new Refused({ kind: 'upstream-unexpected', trace, detail });
}
