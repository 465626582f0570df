// The REST backend of Exchange Online PowerShell V3: widely used, documented nowhere (Exchange.ManageAsApp).
import { badRequest, objectNotFound, unknownParameter } from './exchange-error.js';
import {
  exchangeOption,
  flagNamed,
  LARGEST_PAGE,
  listMailboxes,
  listRows,
  MORE_RESULTS,
  resultSize,
  selectOf,
} from './listing.js';
import { allOf, byFilter, byIdentity, byTypes } from './mailbox-filters.js';
import { accessTo, sendAsOn } from './mailbox-permissions.js';
import type { ExchangeCall, ExchangeRoute } from './route.js';

const INVOKE = { method: 'POST', path: 'adminapi/beta/{tenant}/InvokeCommand', gateway: 'beta' } as const;

function allowOnly(call: ExchangeCall, ...names: readonly string[]): void {
  for (const name of Object.keys(call.parameters)) if (!names.includes(name)) throw unknownParameter(name);
}

const BY_NAME = 'IncludeGrantSendOnBehalfToWithDisplayNames';

/** https://learn.microsoft.com/powershell/module/exchange/get-mailbox */
export const invokeGetMailbox: ExchangeRoute = {
  ...INVOKE,
  name: 'POST /adminapi/beta/{tenant}/InvokeCommand Get-Mailbox',
  cmdlet: 'Get-Mailbox',
  query: ['$select'],
  answer: (call) => {
    allowOnly(call, 'Identity', 'Filter', 'RecipientTypeDetails', 'ResultSize', BY_NAME);
    const { Identity, Filter, RecipientTypeDetails, ResultSize } = call.parameters;
    const endsAt1000 =
      call.world.switches.missingResultSize === 'ends-at-1000' ? LARGEST_PAGE : Number.POSITIVE_INFINITY;
    return listMailboxes(call, {
      passes: allOf([
        ...(Identity === undefined ? [] : [byIdentity(call.world, Identity)]),
        ...(Filter === undefined ? [] : [byFilter(Filter, 'opath')]),
        ...(RecipientTypeDetails === undefined ? [] : [byTypes(RecipientTypeDetails)]),
      ]),
      set: 'cmdlet',
      select: selectOf(call, 'cmdlet'),
      delegateNames: flagNamed(call, BY_NAME),
      most: ResultSize === undefined ? endsAt1000 : resultSize(ResultSize),
      ...(ResultSize === undefined ? { warning: MORE_RESULTS } : {}),
    });
  },
};

/** The address that the Get-EXOMailbox cmdlet reads: type filter in the query, pages by GET. */
export const entityMailbox: ExchangeRoute = {
  name: 'GET /adminapi/beta/{tenant}/Mailbox',
  method: 'GET',
  path: 'adminapi/beta/{tenant}/Mailbox',
  gateway: 'beta',
  query: ['RecipientTypeDetails', '$filter', '$top', '$select', 'PropertySet'],
  answer: (call) => {
    const types = exchangeOption(call.query, 'RecipientTypeDetails');
    const filter = exchangeOption(call.query, '$filter');
    const sets = (exchangeOption(call.query, 'PropertySet') ?? 'Minimum').toLowerCase();
    if (!['minimum', 'all'].includes(sets)) throw badRequest('The sandbox has the property sets Minimum and All.');
    const set = sets === 'all' ? 'entityAll' : 'entity';
    return listMailboxes(call, {
      passes: allOf([
        ...(types === undefined ? [] : [byTypes(types)]),
        ...(filter === undefined ? [] : [byFilter(filter, 'odata')]),
      ]),
      set,
      select: selectOf(call, set),
      most: Number.POSITIVE_INFINITY,
    });
  },
};

/** https://learn.microsoft.com/powershell/module/exchange/get-mailboxpermission (Identity is mandatory) */
export const invokeGetMailboxPermission: ExchangeRoute = {
  ...INVOKE,
  name: 'POST /adminapi/beta/{tenant}/InvokeCommand Get-MailboxPermission',
  cmdlet: 'Get-MailboxPermission',
  query: [],
  answer: (call) => {
    allowOnly(call, 'Identity', 'User', 'ResultSize');
    const { Identity } = call.parameters;
    if (typeof Identity !== 'string' || Identity === '') {
      throw badRequest("Cannot bind argument to parameter 'Identity' because it is null or an empty string.");
    }
    const mailbox = call.world.directory.mailboxByIdentity(Identity);
    if (mailbox === undefined) throw objectNotFound(Identity);
    return answerRows(call, accessTo(mailbox));
  },
};

/** https://learn.microsoft.com/powershell/module/exchange/get-recipientpermission (without Identity: of every recipient) */
export const invokeGetRecipientPermission: ExchangeRoute = {
  ...INVOKE,
  name: 'POST /adminapi/beta/{tenant}/InvokeCommand Get-RecipientPermission',
  cmdlet: 'Get-RecipientPermission',
  query: [],
  answer: (call) => {
    allowOnly(call, 'Identity', 'Trustee', 'AccessRights', 'ResultSize');
    const { Identity } = call.parameters;
    const passes = byIdentity(call.world, Identity ?? null);
    return answerRows(call, call.world.directory.mailboxes.filter(passes).flatMap(sendAsOn));
  },
};

function answerRows(call: ExchangeCall, rows: readonly Readonly<Record<string, unknown>>[]) {
  const { ResultSize, User, Trustee } = call.parameters;
  const wanted = [User, Trustee].find((name) => typeof name === 'string');
  return listRows(call, rows, {
    passes: (row) => wanted === undefined || [row['User'], row['Trustee']].includes(wanted),
    show: (row) => row,
    most: ResultSize === undefined ? LARGEST_PAGE : resultSize(ResultSize),
    ...(ResultSize === undefined ? { warning: MORE_RESULTS } : {}),
  });
}
