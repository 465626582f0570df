// How Exchange lists: page sizes, ResultSize, links that live for minutes and belong to one request.
import { createHash } from 'node:crypto';
import type { Answer } from '../message.js';
import { nextLink, type PagePlace, pageOf } from '../odata/page-links.js';
import type { Mailbox } from '../records.js';
import { badRequest, ExchangeError } from './exchange-error.js';
import { type PropertySet, propertyNamed, showMailbox } from './mailbox-properties.js';
import type { ExchangeCall } from './route.js';

export const LARGEST_PAGE = 1_000;

interface RowListing<T> {
  /** Which items pass. */
  readonly passes: (item: T) => boolean;
  readonly show: (item: T) => unknown;
  /** Most items over all pages. */
  readonly most: number;
  /** Said at the end when more exist than `most` allows. */
  readonly warning?: string;
}

export interface Listing extends Omit<RowListing<Mailbox>, 'show'> {
  readonly set: PropertySet;
  readonly select?: readonly string[] | undefined;
  /** Whether delegates are shown by name too. */
  readonly delegateNames?: boolean | undefined;
}

/** Answers one page of mailboxes. Throws an ExchangeError for a link that is foreign or expired. */
export function listMailboxes(call: ExchangeCall, { set, select, delegateNames, ...listing }: Listing): Answer {
  const { directory, switches } = call.world;
  const view = { directory, delegateNames: delegateNames === true ? switches.delegateNames : 'none' } as const;
  return listRows(call, directory.mailboxes, {
    ...listing,
    show: (mailbox) => showMailbox(mailbox, view, set, select),
  });
}

/** Answers one page of anything that a cmdlet lists. Throws an ExchangeError for a link that is foreign or expired. */
export function listRows<T>(call: ExchangeCall, items: readonly T[], listing: RowListing<T>): Answer {
  const key = listingKey(call);
  const { position, taken } = placeOf(call, key);
  const size = Math.min(preferredPage(call), listing.most - taken);
  const { page, next } = pageOf(items, listing.passes, position, size);
  const given = taken + page.length;
  const goesOn = next !== undefined && given < listing.most;
  const cutShort = next !== undefined && !goesOn && listing.warning !== undefined;
  return {
    status: 200,
    body: {
      '@odata.context': `${call.origin}${call.path.replace(/\/[^/]*$/, '')}/$metadata#Collection(Exchange.GenericHashTable)`,
      'adminapi.warnings@odata.type': '#Collection(String)',
      '@adminapi.warnings': cutShort ? [listing.warning] : [],
      ...(goesOn ? { '@odata.nextLink': linkTo(call, { listing: key, position: next, taken: given }) } : {}),
      value: page.map(listing.show),
    },
  };
}

/** Every row belongs to the listing that its first request began: the same parameters must come with each page. */
function listingKey(call: ExchangeCall): string {
  const query = [...call.query].filter(([name]) => name.toLowerCase() !== '$skiptoken');
  const text = JSON.stringify([call.path.toLowerCase(), query, call.cmdlet.toLowerCase(), call.parameters]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function placeOf(call: ExchangeCall, key: string): { readonly position: number; readonly taken: number } {
  const token = exchangeOption(call.query, '$skiptoken');
  if (token === undefined) return { position: 0, taken: 0 };
  const place = call.pages.open(token, key);
  if (place === undefined) {
    throw badRequest('The skip token is invalid. A page is asked for with the body and headers of the first request.');
  }
  const { exchangePageLifeMs, expiredPageStatus } = call.world.switches;
  if (call.world.clock.now() - place.at > exchangePageLifeMs) {
    throw new ExchangeError(expiredPageStatus, 'SkipTokenExpired', 'The skip token has expired. Start over.');
  }
  return { position: place.position, taken: place.taken ?? 0 };
}

function linkTo(call: ExchangeCall, place: Omit<PagePlace, 'at'>): string {
  const token = call.pages.seal({ ...place, at: call.world.clock.now() });
  return nextLink(`${call.origin}${call.path}`, call.query, token);
}

/** Prefer: odata.maxpagesize=N, or $top; never more than 1,000. */
function preferredPage(call: ExchangeCall): number {
  const preferred = /odata\.maxpagesize=(\d+)/i.exec(call.headers['prefer'] ?? '')?.[1];
  const asked = Number(exchangeOption(call.query, '$top') ?? preferred ?? LARGEST_PAGE);
  if (!Number.isInteger(asked) || asked < 1) throw badRequest('The page size must be a whole number above 0.');
  return Math.min(asked, LARGEST_PAGE);
}

/** The value of a query option; Exchange does not mind the case of its name. */
export function exchangeOption(query: URLSearchParams, name: string): string | undefined {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/** The properties that $select names. Throws an ExchangeError for one that the set does not have. */
export function selectOf(call: ExchangeCall, set: PropertySet): readonly string[] | undefined {
  return exchangeOption(call.query, '$select')
    ?.split(',')
    .map((name) => {
      const known = propertyNamed(set, name.trim());
      if (known !== undefined) return known;
      throw badRequest(`Could not find a property named '${name.trim()}' on type 'Exchange.Mailbox'.`);
    });
}

/** The most items that ResultSize allows. Throws an ExchangeError for anything but a whole number or "Unlimited". */
export function resultSize(value: unknown): number {
  if (typeof value === 'string' && value.toLowerCase() === 'unlimited') return Number.POSITIVE_INFINITY;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 1) return number;
  throw badRequest(
    `Cannot process argument transformation on parameter 'ResultSize'. Cannot convert value "${String(value)}" to type "Microsoft.Exchange.Data.Unlimited\`1[System.UInt32]".`,
  );
}

/** A switch among the parameters. Throws an ExchangeError for anything but true and false. */
export function flagNamed(call: ExchangeCall, name: string): boolean | undefined {
  const value = call.parameters[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw badRequest(`The parameter '${name}' must be true or false.`);
}

export const MORE_RESULTS =
  'By default, only the first 1000 items are returned. Use the ResultSize parameter to specify the number of items returned. To return all items, specify "-ResultSize Unlimited". Be aware that, depending on the actual number of items, returning all items can take a long time and consume a large amount of memory. Also, we don\'t recommend storing the results in a variable. Instead, pipe the results to another task or script to perform batch changes.';
