// The gate before every Exchange route: token, application permission, Exchange role, tenant, anchor mailbox.
import { type Incoming, matchPath, segmentsOf } from '../message.js';
import type { TokenFault } from '../tokens.js';
import type { World } from '../world.js';
import { accessDenied, badRequest, roleMissing, unauthorised } from './exchange-error.js';
import type { ExchangeRoute } from './route.js';

const TOKEN_REASONS: Readonly<Record<TokenFault, string>> = {
  missing: 'The access token is missing.',
  malformed: 'The access token is malformed.',
  signature: 'The access token has an invalid signature.',
  audience: 'The audience claim value is invalid for current resource.',
  expired: 'The token has expired.',
  revoked: 'The token has been revoked.',
};

/** The application permission that opened the route. Throws an ExchangeError. */
export async function admit(
  world: World,
  route: ExchangeRoute | undefined,
  incoming: Incoming,
): Promise<string | null> {
  const bearer = await world.tokens.check(incoming.headers['authorization'], 'exchange');
  if (typeof bearer === 'string') throw unauthorised(TOKEN_REASONS[bearer]);
  if (route === undefined) return null;
  const permission = permissionFor(world, route, bearer.roles);
  const tenant = matchPath(route.path, segmentsOf(incoming.path))?.['tenant'];
  if (tenant?.toLowerCase() !== world.tenantId) throw accessDenied(`A token of tenant ${tenant ?? ''}`);
  checkRole(world, route);
  checkAnchor(incoming.headers['x-anchormailbox']);
  return permission;
}

function permissionFor(world: World, route: ExchangeRoute, roles: readonly string[]): string {
  const accepted =
    route.gateway === 'beta'
      ? ['Exchange.ManageAsApp']
      : ['Exchange.ManageAsAppV2', ...(world.switches.v2AcceptsManageAsApp ? ['Exchange.ManageAsApp'] : [])];
  const held = accepted.find((permission) => roles.includes(permission));
  if (held !== undefined) return held;
  // The backend takes such a token for none at all.
  if (route.gateway === 'beta') throw unauthorised('The token contains not enough scope to make this call.');
  throw accessDenied(accepted.join(' or '));
}

/** Consent is not enough: the service principal must be in an Exchange role group, or hold an Entra role. */
function checkRole(world: World, route: ExchangeRoute): void {
  const role = world.permissions.exchangeRole;
  const viewOnlyIsEnough = route.gateway === 'beta' || world.switches.v2AcceptsViewOnlyRole;
  if (role === 'recipient-management' || (role === 'view-only-recipients' && viewOnlyIsEnough)) return;
  if (role === 'get-mailbox-only' && viewOnlyIsEnough && route.cmdlet === 'Get-Mailbox') return;
  throw roleMissing(route.cmdlet ?? 'this request');
}

const ANCHOR = /^(UPN:[^@\s]+@[^@\s]+|APP:SystemMailbox\{bb558c35-97f1-4cb9-8ff7-d53741dc928c\}@\S+)$/i;

/** Without the header Exchange cannot route the request to the tenant's servers. */
function checkAnchor(anchor: string | undefined): void {
  if (anchor === undefined) throw badRequest('The X-AnchorMailbox header is required.');
  if (!ANCHOR.test(anchor)) throw badRequest(`The X-AnchorMailbox header '${anchor}' names no mailbox.`);
}
