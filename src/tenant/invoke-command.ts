// How a cmdlet is run on the REST backend of Exchange Online PowerShell V3, and its rows gathered page by page.
import type { Exchange, ExchangeCall } from './exchange.js';
import { followPages } from './paging.js';

const PAGE_SIZE = { Prefer: 'odata.maxpagesize=1000' };

/** What is run, and for which work. */
export interface Invocation extends Pick<ExchangeCall, 'cmdlet' | 'parameters' | 'correlationId'> {
  /** The columns that are read; all of them when left out. */
  readonly select?: string;
}

/** POST /adminapi/beta/{tenant}/InvokeCommand; least permission Exchange.ManageAsApp with a role group that holds the cmdlet. */
export function invocation({ tenantId }: Exchange, { select, ...run }: Invocation): ExchangeCall {
  const address = `/adminapi/beta/${tenantId}/InvokeCommand`;
  return {
    ...run,
    address: select === undefined ? address : `${address}?$select=${select}`,
    headers: PAGE_SIZE,
    permission: `Exchange.ManageAsApp, and an Exchange role group with ${run.cmdlet}`,
  };
}

/** The rows of all pages, one by one. @throws Refused upstream-*, also in the middle */
export function invokedPages(exchange: Exchange, run: Invocation): AsyncGenerator<readonly unknown[], void, undefined> {
  const call = invocation(exchange, run);
  return followPages(call.address, exchange.origin, 'exchange', (address) => exchange.read({ ...call, address }));
}
