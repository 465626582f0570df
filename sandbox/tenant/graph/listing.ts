// What Graph's listings share: where a page begins, the link to the next one, and reading $filter.
import { parseFilter, SyntaxFault } from '../odata/expression.js';
import { compileFilter, type Filter, type FilterFields, UnsupportedFilter } from '../odata/filter.js';
import { nextLink } from '../odata/page-links.js';
import { badRequest, unsupportedQuery } from './graph-error.js';
import { option } from './query-options.js';
import type { GraphCall } from './route.js';

/** Where a listing goes on: the position in its $skiptoken, or the beginning. Throws a GraphError for a foreign token. */
export function startOf(call: GraphCall, listing: string): number {
  const token = option(call.query, '$skiptoken');
  if (token === undefined) return 0;
  const place = call.pages.open(token, listing);
  if (place === undefined) throw badRequest("The '$skiptoken' query option is invalid.", 'Directory_ExpiredPageToken');
  return place.position;
}

/** The link to the page that begins at this position. */
export function linkTo(call: GraphCall, listing: string, position: number): string {
  const token = call.pages.seal({ listing, position, at: call.world.clock.now() });
  return nextLink(`${call.root}/${call.path}`, call.query, token);
}

/** Reads $filter with the fields that a page allows. Throws a GraphError 400 for everything else. */
export function readFilter<T>(text: string | undefined, allowed: FilterFields<T>): Filter<T> {
  if (text === undefined) return { test: () => true, advanced: null };
  try {
    return compileFilter(parseFilter(text), allowed);
  } catch (error) {
    if (error instanceof SyntaxFault) throw badRequest(`Invalid filter clause: ${error.message}`, 'BadRequest');
    if (error instanceof UnsupportedFilter) throw unsupportedQuery(error.message);
    throw error;
  }
}
