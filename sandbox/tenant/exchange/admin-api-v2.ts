// The Exchange Online Admin API v2.0, Mailbox endpoint: a public preview that takes the documented parameters only.
// https://learn.microsoft.com/exchange/reference/admin-api-endpoints-mailbox (Exchange.ManageAsAppV2)
import { badRequest, unknownParameter } from './exchange-error.js';
import { flagNamed, LARGEST_PAGE, listMailboxes, MORE_RESULTS, resultSize, selectOf } from './listing.js';
import { allOf, byFilter, byIdentity, byTypes, type Passes } from './mailbox-filters.js';
import type { ExchangeCall, ExchangeRoute } from './route.js';

/** Spelled as the page spells it. */
const BY_NAME = 'IncludeGrantSendOnBehalfTowithDisplayNames';
const DOCUMENTED = ['Identity', 'ResultSize', BY_NAME];
const UNDOCUMENTED = ['RecipientTypeDetails', 'Filter'];

export const v2Mailbox: ExchangeRoute = {
  name: 'POST /adminapi/v2.0/{tenant}/Mailbox',
  method: 'POST',
  path: 'adminapi/v2.0/{tenant}/Mailbox',
  cmdlet: 'Get-Mailbox',
  gateway: 'v2',
  query: ['$select'],
  answer: (call) => {
    const { switches } = call.world;
    checkParameters(call);
    const set = switches.v2Properties === 'preview' ? 'preview' : 'documented';
    const size = call.parameters['ResultSize'];
    const endsAt1000 = switches.missingResultSize === 'ends-at-1000' ? LARGEST_PAGE : Number.POSITIVE_INFINITY;
    return listMailboxes(call, {
      passes: passesOf(call),
      set,
      select: selection(call, set),
      delegateNames: flagNamed(call, BY_NAME),
      most: size === undefined ? endsAt1000 : resultSize(size),
      ...(size === undefined ? { warning: MORE_RESULTS } : {}),
    });
  },
};

function checkParameters(call: ExchangeCall): void {
  const allowed = call.world.switches.v2UndocumentedParameters === 'refused' ? [] : UNDOCUMENTED;
  for (const name of Object.keys(call.parameters)) {
    if (![...DOCUMENTED, ...allowed].includes(name)) throw unknownParameter(name);
  }
}

function passesOf(call: ExchangeCall): Passes {
  const { Identity, RecipientTypeDetails, Filter } = call.parameters;
  const honoured = call.world.switches.v2UndocumentedParameters === 'honoured';
  return allOf([
    ...(Identity === undefined ? [] : [byIdentity(call.world, Identity)]),
    ...(honoured && RecipientTypeDetails !== undefined ? [byTypes(RecipientTypeDetails)] : []),
    ...(honoured && Filter !== undefined ? [byFilter(Filter, 'opath')] : []),
  ]);
}

function selection(call: ExchangeCall, set: 'preview' | 'documented'): readonly string[] | undefined {
  const { v2Select } = call.world.switches;
  if (v2Select === 'refused' && call.query.has('$select'))
    throw badRequest("The query option '$select' is not allowed.");
  return v2Select === 'honoured' ? selectOf(call, set) : undefined;
}
