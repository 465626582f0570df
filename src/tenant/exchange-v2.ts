// Lists mailboxes through the Exchange Online Admin API v2.0, which is documented and cannot filter by type.
import type { Exchange } from './exchange.js';
import { checkedIdentity, MAILBOX_SELECT, type MailboxDirectory, onlyMailbox, pageOf } from './mailbox-directory.js';
import { followPages } from './paging.js';

const PERMISSION = 'Exchange.ManageAsAppV2, and an Exchange role group with Get-Mailbox';

/**
 * POST /adminapi/v2.0/{tenant}/Mailbox; least permission Exchange.ManageAsAppV2 with a role group that holds the app
 * ("Admin API: Mailbox endpoint"). Lists every mailbox of the tenant, 1,000 a page, and keeps the wanted types.
 */
export function createExchangeV2(exchange: Exchange): MailboxDirectory {
  const first = `/adminapi/v2.0/${exchange.tenantId}/Mailbox?$select=${MAILBOX_SELECT}`;
  return {
    api: 'v2',
    async *listMailboxes(types, correlationId) {
      const parameters = { ResultSize: 'Unlimited' };
      const pages = followPages(first, exchange.origin, 'exchange', (address) =>
        exchange.getMailbox({ address, parameters, permission: PERMISSION, correlationId }),
      );
      for await (const rows of pages) yield pageOf(rows, types);
    },
    findMailbox: async (identity, correlationId) => {
      const parameters = { Identity: checkedIdentity(identity) };
      const call = { address: first, parameters, permission: PERMISSION, correlationId, accept: [404] };
      return onlyMailbox(await exchange.getMailbox(call), parameters.Identity);
    },
  };
}
