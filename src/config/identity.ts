// The two identities among the settings: the one that reads and writes the tenant, and the one that speaks as the bot.
import { isLoopback } from './addresses.js';
import { CLOUD_HOSTS, type Cloud } from './clouds.js';
import type { EnvReader } from './env-reader.js';

/** Where tokens are asked for. */
export interface Authority {
  readonly host: string;
  /** False only for a host on loopback, which Microsoft's directory of authorities cannot know. */
  readonly instanceDiscovery: boolean;
}

/** An application that proves itself by certificate or secret. */
export type AppCredential =
  | {
      readonly kind: 'certificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificatePath: string;
      readonly certificatePassword: string | null;
      readonly sendChain: boolean;
    }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: string };

/** The credential for Graph and Exchange, or for the bot. */
export type Credential = { readonly kind: 'managed-identity'; readonly clientId: string | null } | AppCredential;

const AUTHORITY = {
  name: 'AZURE_AUTHORITY_HOST',
  purpose: 'where tokens are asked for; follows from CLOUD when it is not set',
};

export function readAuthority(env: EnvReader, cloud: Cloud): Authority {
  const { authority, authorityHosts } = CLOUD_HOSTS[cloud];
  const value = env.optional(AUTHORITY.name);
  if (value === null) return { host: authority, instanceDiscovery: true };
  const address = value.includes('://') ? value : `https://${value}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'https:' && url.pathname === '/') {
    if (authorityHosts.includes(url.host)) return { host: url.origin, instanceDiscovery: true };
    if (isLoopback(address)) return { host: url.origin, instanceDiscovery: false };
  }
  env.bad(
    AUTHORITY,
    `https and one of ${authorityHosts.join(', ')} (the hosts of CLOUD ${cloud}), or an https address on loopback`,
  );
  return { host: authority, instanceDiscovery: true };
}

const AZURE = 'for the credential that reads and writes the tenant, as @azure/identity reads it';

/** Certificate or secret where AZURE_* names one, in @azure/identity's order (a secret wins); else the managed identity. */
export function readTenantCredential(env: EnvReader, homeTenantId: string): Credential {
  const clientIdVariable = { name: 'AZURE_CLIENT_ID', purpose: `the app or managed identity id ${AZURE}` };
  const secret = env.optional('AZURE_CLIENT_SECRET');
  const certificatePath = env.optional('AZURE_CLIENT_CERTIFICATE_PATH');
  if (secret === null && certificatePath === null) {
    return { kind: 'managed-identity', clientId: env.optionalGuid(clientIdVariable) };
  }
  const clientId = env.guid(clientIdVariable);
  const tenantVariable = { name: 'AZURE_TENANT_ID', purpose: `the tenant that issues the token ${AZURE}` };
  const tenantId = env.guid(tenantVariable);
  if (env.optional(tenantVariable.name) !== null && tenantId !== homeTenantId) {
    env.bad(
      tenantVariable,
      'the same GUID as TENANT_ID, for the data of a token are those of the tenant that issued it',
    );
  }
  if (secret !== null) return { kind: 'secret', tenantId, clientId, secret };
  return {
    kind: 'certificate',
    tenantId,
    clientId,
    certificatePath: certificatePath ?? '',
    certificatePassword: env.optional('AZURE_CLIENT_CERTIFICATE_PASSWORD'),
    sendChain: ['1', 'true'].includes(env.optional('AZURE_CLIENT_SEND_CERTIFICATE_CHAIN')?.toLowerCase() ?? ''),
  };
}

const BOT_APP_TYPES = ['UserAssignedMSI', 'SingleTenant'] as const;
const BOT_APP_TYPE = {
  name: 'BOT_APP_TYPE',
  purpose: 'how the bot proves itself to Teams: UserAssignedMSI (preferred) or SingleTenant',
};
const BOT_APP_ID = { name: 'BOT_APP_ID', purpose: 'the app id of the bot registration' };
const CERTIFICATE = {
  name: 'BOT_APP_CERTIFICATE_PATH',
  purpose: 'the PEM file with the certificate and key of a SingleTenant bot',
};
const PASSWORD = { name: 'BOT_APP_PASSWORD', purpose: 'the client secret of a SingleTenant bot' };

/** The bot's own identity, never taken from AZURE_*: that one belongs to Graph and Exchange. */
export function readBotIdentity(
  env: EnvReader,
  tenantId: string,
): { readonly appId: string; readonly credential: Credential } {
  if (env.optional(BOT_APP_TYPE.name) === null) env.missing(BOT_APP_TYPE);
  const appType = env.oneOf(BOT_APP_TYPE, BOT_APP_TYPES, 'UserAssignedMSI');
  const appId = env.guid(BOT_APP_ID);
  const certificatePath = env.optional(CERTIFICATE.name);
  const secret = env.optional(PASSWORD.name);
  if (appType === 'UserAssignedMSI') {
    for (const variable of [CERTIFICATE, PASSWORD]) {
      if (env.optional(variable.name) !== null) env.bad(variable, 'nothing, because BOT_APP_TYPE is UserAssignedMSI');
    }
    return { appId, credential: { kind: 'managed-identity', clientId: appId } };
  }
  if (certificatePath !== null && secret !== null)
    env.bad(PASSWORD, 'nothing, because BOT_APP_CERTIFICATE_PATH is set');
  if (certificatePath === null && secret === null) {
    env.missing({
      name: 'BOT_APP_CERTIFICATE_PATH or BOT_APP_PASSWORD',
      purpose: 'what a SingleTenant bot proves itself with',
    });
  }
  const app = { tenantId, clientId: appId };
  if (secret !== null) return { appId, credential: { kind: 'secret', ...app, secret } };
  const certificate = { certificatePath: certificatePath ?? '', certificatePassword: null, sendChain: false };
  return { appId, credential: { kind: 'certificate', ...app, ...certificate } };
}
