// Query options as Graph reads them: which are allowed, page sizes, $select, and the rule for advanced queries.
import { badRequest, unsupportedQuery } from './graph-error.js';
import type { GraphCall, GraphRoute } from './route.js';

/** Refuses options that the route's page does not list, and options given twice. Throws a GraphError. */
export function checkOptions(route: GraphRoute, query: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of query.keys()) {
    const option = name.toLowerCase();
    if (seen.has(option)) throw badRequest(`Query option '${name}' was specified more than once.`, 'BadRequest');
    seen.add(option);
    const allowed =
      option === '$skiptoken' ? route.query.includes('$top') || route.query.includes('$skiptoken') : false;
    if (allowed || route.query.includes(option)) continue;
    throw badRequest(`The query parameter '${name}' is not supported here.`, 'BadRequest');
  }
}

/** The value of an option; Graph does not mind the case of its name. */
export function option(query: URLSearchParams, name: string): string | undefined {
  for (const [key, value] of query) if (key.toLowerCase() === name) return value;
  return undefined;
}

/** The page size: $top within 1 and `most`, or `usual`. Throws a GraphError. */
export function pageSize(query: URLSearchParams, usual: number, most: number): number {
  const top = option(query, '$top');
  if (top === undefined) return usual;
  const size = /^\d+$/.test(top) ? Number(top) : Number.NaN;
  if (size >= 1 && size <= most) return size;
  throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${most} inclusive.`);
}

/** The properties that $select names, or undefined. Throws a GraphError for a name that the type does not have. */
export function selected(
  query: URLSearchParams,
  type: string,
  known: readonly string[],
): readonly string[] | undefined {
  const text = option(query, '$select');
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (known.includes(name)) continue;
    const problem = `Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`;
    throw badRequest(`Parsing OData Select and Expand failed: ${problem}`, 'BadRequest');
  }
  return [...new Set(names)];
}

/** Whether the request carries both advanced query parameters. */
export function isAdvanced(call: GraphCall): boolean {
  const eventual = call.headers['consistencylevel']?.toLowerCase() === 'eventual';
  return eventual && option(call.query, '$count') === 'true';
}

/** Refuses what only advanced queries may do. Throws a GraphError. */
export function demandAdvanced(call: GraphCall, what: string): void {
  if (isAdvanced(call)) return;
  throw unsupportedQuery(
    `${what} is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
  );
}

/** $count=true without the header is not an error: it is ignored. A value other than true or false is one. */
export function checkCount(query: URLSearchParams): void {
  const count = option(query, '$count');
  if (count === undefined || count === 'true' || count === 'false') return;
  throw badRequest(`Invalid value '${count}' for $count query option found.`, 'BadRequest');
}
