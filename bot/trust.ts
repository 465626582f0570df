// Who may talk to us: which issuer, tenant, channel, person and service address an activity must come from.

import { AuthenticationConfiguration, AuthenticationError, type Claim } from 'botframework-connector';
import type { Activity } from 'botframework-schema';
import { decodeJwt } from 'jose';

/** What an inbound activity is measured against. */
export interface TrustRules {
  readonly tenantId: string;
  readonly appId: string;
  /** Issuer of the Bot Connector's tokens in this cloud. */
  readonly issuer: string;
  /** Hosts that a serviceUrl may name: `host`, `host:port`, or `*.suffix`. */
  readonly serviceHosts: readonly string[];
}

/**
 * Whether a request may go on to the real token validation. botbuilder adds issuers of unverified tokens to a list that
 * never shrinks and accepts "emulator" tokens of other tenants, so anything not from the Bot Connector is refused first.
 */
export function mayBeConnector(authorization: string | undefined, rules: TrustRules): boolean {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/u.exec(authorization ?? '')?.[1];
  if (token === undefined || token.length > 16_384) return false;
  try {
    const claims = decodeJwt(token);
    return claims.iss === rules.issuer && claims.aud === rules.appId;
  } catch {
    return false;
  }
}

/** botbuilder's own validation, told to insist on the issuer and on the serviceurl claim. Throws 401s, not 500s. */
export function connectorOnly(rules: TrustRules): AuthenticationConfiguration {
  return new AuthenticationConfiguration([], async (claims: Claim[]) => {
    const claimOf = (type: string): string | undefined => claims.find((claim) => claim.type === type)?.value;
    if (claimOf('iss') !== rules.issuer) throw new AuthenticationError('Issuer not accepted.', 401);
    if (!claimOf('serviceurl')) throw new AuthenticationError('The token names no service address.', 401);
  });
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

export type Distrust = 'channel' | 'tenant' | 'service-url' | 'no-identity' | 'shared-channel';

interface TeamsFacts {
  readonly tenant?: { readonly id?: string };
  readonly channel?: { readonly id?: string; readonly type?: string };
}

/**
 * What is wrong with an authenticated activity, or null. The token proves only that the Bot Connector sent it:
 * tenant, channel and person are ours to check.
 */
export function distrust(activity: Activity, rules: TrustRules): Distrust | null {
  if (activity.channelId !== 'msteams') return 'channel';
  if (!isServiceAddress(activity.serviceUrl, rules.serviceHosts)) return 'service-url';
  const facts: TeamsFacts = activity.channelData ?? {};
  const tenants = [activity.conversation?.tenantId, facts.tenant?.id];
  const named = tenants.filter((tenant) => typeof tenant === 'string');
  if (named.length === 0 || named.some((tenant) => tenant.toLowerCase() !== rules.tenantId.toLowerCase()))
    return 'tenant';
  if (facts.channel?.type?.toLowerCase() === 'shared') return 'shared-channel';
  return isPersonal(activity) && !GUID.test(activity.from?.aadObjectId ?? '') ? 'no-identity' : null;
}

/** Messages and button presses act for a person; installs and roster changes do not. */
function isPersonal(activity: Activity): boolean {
  return activity.type === 'message' || activity.type === 'invoke';
}

/** Whether our token may be sent to this address: https (or loopback) and one of the allowed hosts. */
export function isServiceAddress(address: string | undefined, hosts: readonly string[]): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return false;
  return hosts.some((host) => {
    const wanted = host.toLowerCase();
    if (wanted.startsWith('*.')) return url.host.endsWith(wanted.slice(1)) && url.port === '';
    return url.host === wanted;
  });
}
