// Lists mailboxes through the REST backend of Exchange Online PowerShell V3, which filters by type and is no public contract.
import type { Exchange } from './exchange.js';
import { invocation, invokedPages } from './invoke-command.js';
import { checkedIdentity, MAILBOX_SELECT, type MailboxDirectory, onlyMailbox, pageOf } from './mailbox-directory.js';
import { readAccess } from './read-access.js';

/**
 * InvokeCommand with Get-Mailbox; least permission Exchange.ManageAsApp with a view-only role group that holds the app
 * ("App-only authentication for unattended scripts").
 */
export function createExchangeBeta(exchange: Exchange): MailboxDirectory {
  const getMailbox = { cmdlet: 'Get-Mailbox', select: MAILBOX_SELECT } as const;
  return {
    api: 'beta',
    async *listMailboxes(types, correlationId) {
      const parameters = { RecipientTypeDetails: types, ResultSize: 'Unlimited' };
      // The filter is the server's; what it let through is looked at all the same.
      const pages = invokedPages(exchange, { ...getMailbox, parameters, correlationId });
      for await (const rows of pages) yield pageOf(rows, types);
    },
    findMailbox: async (identity, correlationId) => {
      const parameters = { Identity: checkedIdentity(identity) };
      const call = invocation(exchange, { ...getMailbox, parameters, correlationId });
      return onlyMailbox(await exchange.read({ ...call, accept: [404] }), parameters.Identity);
    },
    access: (mailbox, correlationId) => readAccess(exchange, mailbox, correlationId),
  };
}
