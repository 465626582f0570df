// The identity among the settings that reads and writes the tenant, and the kinds of proof that any identity has.
import { isLoopback } from './addresses.js';
import { CLOUD_HOSTS, type Cloud } from './clouds.js';
import type { EnvReader } from './env-reader.js';

/** Where tokens are asked for. */
export interface Authority {
  readonly host: string;
  /** False only for a host on loopback, which Microsoft's directory of authorities cannot know. */
  readonly instanceDiscovery: boolean;
}

/** What a federated credential is proved with: fetched anew for every token, since it changes and ends. */
export type Assertion =
  /** A file that the platform keeps fresh, such as a Kubernetes service account token. */
  | { readonly from: 'file'; readonly path: string }
  /** A token of a user-assigned managed identity that the app registration trusts. */
  | { readonly from: 'managed-identity'; readonly clientId: string; readonly audience: string };

/** An application that proves itself by certificate, secret, or by the word of an issuer that Entra trusts for it. */
export type AppCredential =
  | {
      readonly kind: 'federated';
      readonly tenantId: string;
      readonly clientId: string;
      readonly assertion: Assertion;
    }
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

/** What a platform such as Kubernetes sets for the pod it starts. */
export const TOKEN_FILE = 'AZURE_FEDERATED_TOKEN_FILE';

/**
 * Secret, certificate or federated token file where AZURE_* names one, in @azure/identity's order (the first wins); else
 * the managed identity.
 */
export function readTenantCredential(env: EnvReader, homeTenantId: string): Credential {
  const clientIdVariable = { name: 'AZURE_CLIENT_ID', purpose: `the app or managed identity id ${AZURE}` };
  const secret = env.optional('AZURE_CLIENT_SECRET');
  const certificatePath = env.optional('AZURE_CLIENT_CERTIFICATE_PATH');
  const tokenFile = env.optional(TOKEN_FILE);
  if (secret === null && certificatePath === null && tokenFile === null) {
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
  const app = { tenantId, clientId };
  if (secret !== null) return { kind: 'secret', ...app, secret };
  if (certificatePath === null) {
    return { kind: 'federated', ...app, assertion: { from: 'file', path: tokenFile ?? '' } };
  }
  return {
    kind: 'certificate',
    ...app,
    certificatePath,
    certificatePassword: env.optional('AZURE_CLIENT_CERTIFICATE_PASSWORD'),
    sendChain: ['1', 'true'].includes(env.optional('AZURE_CLIENT_SEND_CERTIFICATE_CHAIN')?.toLowerCase() ?? ''),
  };
}
