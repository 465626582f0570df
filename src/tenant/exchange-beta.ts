// Lists mailboxes through the REST backend of Exchange Online PowerShell V3, which filters by type and is no public contract.
import type { Exchange } from './exchange.js';
import { checkedIdentity, MAILBOX_SELECT, type MailboxDirectory, onlyMailbox, pageOf } from './mailbox-directory.js';
import { followPages } from './paging.js';

const PERMISSION = 'Exchange.ManageAsApp, and an Exchange role group with Get-Mailbox';
const PAGE_SIZE = { Prefer: 'odata.maxpagesize=1000' };

/**
 * POST /adminapi/beta/{tenant}/InvokeCommand with Get-Mailbox; least permission Exchange.ManageAsApp with a view-only
 * role group that holds the app ("App-only authentication for unattended scripts").
 */
export function createExchangeBeta(exchange: Exchange): MailboxDirectory {
  const first = `/adminapi/beta/${exchange.tenantId}/InvokeCommand?$select=${MAILBOX_SELECT}`;
  return {
    api: 'beta',
    async *listMailboxes(types, correlationId) {
      const parameters = { RecipientTypeDetails: types, ResultSize: 'Unlimited' };
      const pages = followPages(first, exchange.origin, 'exchange', (address) =>
        exchange.getMailbox({ address, parameters, headers: PAGE_SIZE, permission: PERMISSION, correlationId }),
      );
      // The filter is the server's; what it let through is looked at all the same.
      for await (const rows of pages) yield pageOf(rows, types);
    },
    findMailbox: async (identity, correlationId) => {
      const parameters = { Identity: checkedIdentity(identity) };
      const call = { address: first, parameters, headers: PAGE_SIZE, permission: PERMISSION, correlationId };
      return onlyMailbox(await exchange.getMailbox({ ...call, accept: [404] }), parameters.Identity);
    },
  };
}
