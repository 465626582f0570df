// Lists mailboxes through the Exchange Online Admin API v2.0, which is documented and cannot filter by type.
import { Refused } from '../failure.js';
import type { Exchange, ExchangeCall } from './exchange.js';
import { accessFrom, DELEGATES_SELECT, delegatesIn, identityOf, namesRead } from './mailbox-access.js';
import { checkedIdentity, MAILBOX_SELECT, type MailboxDirectory, onlyMailbox, pageOf } from './mailbox-directory.js';
import { followPages } from './paging.js';
import type { Answer } from './upstream.js';

const PERMISSION = 'Exchange.ManageAsAppV2, and an Exchange role group with Get-Mailbox';

/**
 * POST /adminapi/v2.0/{tenant}/Mailbox; least permission Exchange.ManageAsAppV2 with a role group that holds the app
 * ("Admin API: Mailbox endpoint"). Lists every mailbox of the tenant, 1,000 a page, and keeps the wanted types. Of access to
 * a mailbox it tells who may send on its behalf, and nothing else.
 */
export function createExchangeV2(exchange: Exchange): MailboxDirectory {
  const first = `/adminapi/v2.0/${exchange.tenantId}/Mailbox`;
  const ask = narrowing(exchange, first);
  const one = (parameters: ExchangeCall['parameters'], correlationId: string): ExchangeCall => {
    return { cmdlet: 'Get-Mailbox', address: first, parameters, permission: PERMISSION, correlationId, accept: [404] };
  };
  return {
    api: 'v2',
    async *listMailboxes(types, correlationId) {
      const parameters = { ResultSize: 'Unlimited' };
      const call = { cmdlet: 'Get-Mailbox', parameters, permission: PERMISSION, correlationId } as const;
      const pages = followPages(first, exchange.origin, 'exchange', (address) =>
        address === first ? ask({ ...call, address }, MAILBOX_SELECT) : exchange.read({ ...call, address }),
      );
      for await (const rows of pages) yield pageOf(rows, types);
    },
    findMailbox: async (identity, correlationId) => {
      const parameters = { Identity: checkedIdentity(identity) };
      return onlyMailbox(await ask(one(parameters, correlationId), MAILBOX_SELECT), parameters.Identity);
    },
    access: async (mailbox, correlationId) => {
      const Identity = identityOf(mailbox);
      if (Identity === null) return accessFrom('not-told', {});
      const parameters = { Identity, IncludeGrantSendOnBehalfTowithDisplayNames: true };
      const sendOnBehalf = await namesRead(async () =>
        delegatesIn(await ask(one(parameters, correlationId), DELEGATES_SELECT), Identity, mailbox),
      );
      return accessFrom('not-told', { sendOnBehalf });
    },
  };
}

/**
 * Asks for the columns that are read, as long as Exchange takes that: $select is not documented for v2.0, and general
 * availability may take columns away. Once refused, whole rows are asked for, for the life of the process.
 */
function narrowing(exchange: Exchange, address: string): (call: ExchangeCall, select: string) => Promise<Answer> {
  let isNarrow = true;
  return async (call, select) => {
    if (!isNarrow) return exchange.read(call);
    try {
      return await exchange.read({ ...call, address: `${address}?$select=${select}` });
    } catch (error) {
      if (!(error instanceof Refused) || !isBadRequest(error)) throw error;
      const answer = await exchange.read(call);
      isNarrow = false;
      return answer;
    }
  };
}

function isBadRequest({ failure }: Refused): boolean {
  return failure.kind === 'upstream-unexpected' && failure.trace.status === 400;
}
