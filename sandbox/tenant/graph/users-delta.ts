// Graph's delta query over users: everybody once, or nobody, and from then on what changed.
// https://learn.microsoft.com/graph/api/user-delta and delta-query-overview (User.Read.All)
import type { AccountChange, NotedChange } from '../changes.js';
import type { Answer } from '../message.js';
import type { Filter, FilterFields } from '../odata/filter.js';
import { pageOf } from '../odata/page-links.js';
import type { User } from '../records.js';
import type { DeltaPlace } from './delta-tokens.js';
import { badRequest, GraphError } from './graph-error.js';
import { readFilter } from './listing.js';
import { option } from './query-options.js';
import { anyOf, type GraphCall, type GraphRoute, USER_READERS } from './route.js';
import { DEFAULT_USER_PROPERTIES, namedUserProperties, showUser, userContext } from './user-properties.js';

/** The page promises no size. */
const PAGE = 100;
type Row = Readonly<Record<string, unknown>>;

export const deltaUsers: GraphRoute = {
  method: 'GET',
  path: 'users/delta',
  permissions: anyOf(...USER_READERS),
  units: 2,
  // No $expand, $top or $orderby.
  query: ['$select', '$filter', '$deltatoken', '$skiptoken'],
  answer: (call): Answer => {
    const place = placeOf(call);
    const { rows, next } = place.position === null ? changedSince(call, place) : everybody(call, place, place.position);
    const name = next.link === 'delta' ? 'deltaLink' : 'nextLink';
    const option = next.link === 'delta' ? '$deltatoken' : '$skiptoken';
    const token = call.world.deltaTokens.seal(next);
    return {
      status: 200,
      body: {
        '@odata.context': userContext(call, 'users'),
        [`@odata.${name}`]: `${call.root}/users/delta?${option}=${encodeURIComponent(token)}`,
        value: rows,
      },
    };
  },
};

/** Where this request goes on. Throws a GraphError for a token that is expired, foreign, or comes with what it holds already. */
function placeOf(call: GraphCall): DeltaPlace {
  const [delta, skip] = ['$deltatoken', '$skiptoken'].map((name) => option(call.query, name));
  const [select, filter] = ['$select', '$filter'].map((name) => option(call.query, name) ?? null);
  const now = call.world.changes.endFor(call.world.switches.deltaLagMs);
  const fresh = { link: 'delta', select: select ?? null, filter: filter ?? null, from: now } as const;
  if (skip !== undefined) {
    if (call.query.size > 1) throw badRequest('A $skiptoken holds the other query options already.', 'BadRequest');
    return opened(call, skip, 'next');
  }
  if (delta === 'latest') return { ...fresh, position: null };
  // Empty is what the Location of a reset holds: everybody again.
  if (delta === undefined || delta === '') return { ...fresh, position: 0 };
  const place = opened(call, delta, 'delta');
  return select === null ? place : { ...place, select: select ?? null };
}

function opened(call: GraphCall, token: string, link: DeltaPlace['link']): DeltaPlace {
  const place = call.world.deltaTokens.open(token, link);
  if (place === undefined) throw badRequest('Badly formed token.', 'BadRequest');
  if (place !== 'expired') return place;
  if (call.world.switches.expiredDeltaToken === 'syncStateNotFound') {
    throw new GraphError(400, 'syncStateNotFound', 'The sync state generation is not found; generation=1;[highest=2].');
  }
  throw new GraphError(
    410,
    'resyncRequired',
    'The delta token is no longer valid, and the app must reset the sync state.',
    { Location: `${call.root}/users/delta?$deltatoken=` },
  );
}

interface Page {
  readonly rows: readonly Row[];
  readonly next: DeltaPlace;
}

/** A page of a first round. Changes made meanwhile are told by the round after it. */
function everybody(call: GraphCall, place: DeltaPlace, position: number): Page {
  const filter = filterOf(place);
  const passes = (user: User): boolean => user.deletedAt === null && filter.test(user);
  const { page, next } = pageOf(call.world.directory.users, passes, position, PAGE);
  const rows = page.map((user) => shown(call, user, namesOf(place)));
  const link = next === undefined ? ('delta' as const) : ('next' as const);
  return { rows, next: { ...place, link, position: next ?? null } };
}

function changedSince(call: GraphCall, place: DeltaPlace): Page {
  const { changes, switches } = call.world;
  const filter = filterOf(place);
  const end = changes.endFor(switches.deltaLagMs);
  // A replay: the last change of the round before comes again.
  const begin = switches.deltaReplays && place.link === 'delta' ? Math.max(0, place.from - 1) : place.from;
  const told: NotedChange[] = [];
  let from = begin;
  for (; from < end && told.length < PAGE; from += 1) {
    const noted = changes.noted[from];
    if (noted !== undefined && filter.test(noted.user) && isTracked(noted.change, place)) told.push(noted);
  }
  const rows = (switches.deltaReplays ? told : merged(told)).map((noted) => rowOf(call, place, noted));
  return { rows, next: { ...place, link: from < end ? 'next' : 'delta', from: Math.max(from, place.from) } };
}

/** Each account once: the last removal or creation, or all properties that changed since. */
function merged(told: readonly NotedChange[]): readonly NotedChange[] {
  const byUser = new Map<User, NotedChange>();
  for (const noted of told) {
    const before = byUser.get(noted.user)?.change;
    byUser.set(noted.user, { ...noted, change: joined(before, noted.change) });
  }
  return [...byUser.values()];
}

function joined(before: AccountChange | undefined, after: AccountChange): AccountChange {
  if (before === undefined || before.kind === 'removed' || after.kind !== 'updated') return after;
  if (before.kind === 'created') return before;
  return { kind: 'updated', properties: [...new Set([...before.properties, ...after.properties])] };
}

function rowOf(call: GraphCall, place: DeltaPlace, { user, change }: NotedChange): Row {
  if (change.kind === 'removed') return { id: user.id, '@removed': { reason: change.reason } };
  const names = namesOf(place);
  const minimal = /(^|,)\s*return=minimal\s*(,|$)/i.test(call.headers['prefer'] ?? '');
  if (!minimal || change.kind === 'created') return shown(call, user, names);
  return shown(
    call,
    user,
    names.filter((name) => change.properties.includes(name)),
  );
}

function shown(call: GraphCall, user: User, names: readonly string[]): Row {
  return { ...showUser(user, names, { world: call.world, lagMs: call.world.switches.deltaLagMs }), id: user.id };
}

/** A change of what was not selected does not show at all. */
function isTracked(change: AccountChange, { select }: DeltaPlace): boolean {
  if (change.kind !== 'updated' || select === null) return true;
  return namedUserProperties(select).some((name) => change.properties.includes(name));
}

/** Throws a GraphError for properties that users do not have, or that lie outside of the directory's own store. */
function namesOf({ select }: DeltaPlace): readonly string[] {
  if (select === null) return DEFAULT_USER_PROPERTIES;
  const names = namedUserProperties(select);
  if (!names.includes('signInActivity')) return names;
  throw badRequest("Change tracking is not supported on property 'signInActivity'.", 'BadRequest');
}

const BY_ID: FilterFields<User> = { mostClauses: 50, fields: { id: { operators: ['eq'], get: (user) => user.id } } };

function filterOf({ filter }: DeltaPlace): Filter<User> {
  return readFilter(filter ?? undefined, BY_ID);
}
