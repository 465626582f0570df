// The gate before every Graph route: token, permissions, price.
import type { Charge, Window } from '../throttle.js';
import type { Bearer, TokenFault } from '../tokens.js';
import type { World } from '../world.js';
import { denied, GraphError, tooManyRequests } from './graph-error.js';
import { option } from './query-options.js';
import type { GraphRoute } from './route.js';

const TOKEN_MESSAGES: Readonly<Record<TokenFault, string>> = {
  missing: 'Access token is empty.',
  malformed: 'IDX14100: JWT is not well formed, there are no dots (.).',
  signature: 'Access token validation failure. Invalid signature.',
  audience: 'Access token validation failure. Invalid audience.',
  expired: 'Lifetime validation failed, the token is expired.',
  revoked: 'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenRevoked',
};

/** The bearer of a request. Throws a GraphError 401. */
export async function authenticate(world: World, authorization: string | undefined): Promise<Bearer> {
  const bearer = await world.tokens.check(authorization, 'graph');
  if (typeof bearer !== 'string') return bearer;
  throw new GraphError(401, 'InvalidAuthenticationToken', TOKEN_MESSAGES[bearer], {
    'WWW-Authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  });
}

/** The permissions that open the route for this token, joined; null when it needs none. Throws a GraphError 403. */
export function authorise(world: World, route: GraphRoute, bearer: Bearer): string | null {
  const alternatives = route.permissionsIn?.(world) ?? route.permissions;
  if (alternatives.length === 0) return null;
  const held = alternatives.find((needed) => needed.every((permission) => bearer.roles.includes(permission)));
  if (held !== undefined) return held.join(' + ');
  throw route.refuse?.(alternatives) ?? denied();
}

/** The limits of one tenant and application. */
export interface GraphLimits {
  readonly units: Window;
  readonly writes: Window;
  readonly reporting: Window;
}

/** What a request costs in resource units. */
export function priceOf(route: GraphRoute, query: URLSearchParams): number {
  const select = option(query, '$select') === undefined ? 0 : -1;
  const expand = option(query, '$expand') === undefined ? 0 : 1;
  const top = Number(option(query, '$top') ?? Number.NaN) < 20 ? -1 : 0;
  // getByIds is listed with 5 units, and 2 with $select.
  const price = route.path === 'directoryObjects/getByIds' && select < 0 ? 2 : route.units + select;
  return Math.max(1, price + expand + top);
}

/** Charges a request to the limits. Returns the headers that tell of it; throws a GraphError 429 when one is exceeded. */
export function charge(limits: GraphLimits, route: GraphRoute, units: number): Readonly<Record<string, string>> {
  if (route.quota === 'none') return {};
  if (route.quota === 'reporting') {
    refuseWhenExceeded(limits.reporting.charge(1));
    return {};
  }
  const spent = limits.units.charge(units);
  refuseWhenExceeded(spent);
  if (route.quota === 'write') refuseWhenExceeded(limits.writes.charge(1));
  const warning: Record<string, string> = { 'x-ms-resource-unit': String(units) };
  if (spent.used >= 0.8) warning['x-ms-throttle-limit-percentage'] = spent.used.toFixed(2);
  return warning;
}

function refuseWhenExceeded({ retryAfter, limit }: Charge): void {
  if (retryAfter === null) return;
  throw tooManyRequests({
    'Retry-After': String(retryAfter),
    'x-ms-throttle-scope': 'Tenant_Application/ReadWrite',
    'x-ms-throttle-information': `${limit.name}Exceeded`,
  });
}
