// The identity among the settings that speaks as the bot: a managed identity, or an app registration with one kind of proof.
import { CLOUD_HOSTS, type Cloud } from './clouds.js';
import type { EnvReader } from './env-reader.js';
import { type Credential, TOKEN_FILE } from './identity.js';

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
const CERTIFICATE_PASSWORD = {
  name: 'BOT_APP_CERTIFICATE_PASSWORD',
  purpose: 'what the key in BOT_APP_CERTIFICATE_PATH is encrypted with',
};
const PASSWORD = { name: 'BOT_APP_PASSWORD', purpose: 'the client secret of a SingleTenant bot' };
const BOT_TOKEN_FILE = {
  name: 'BOT_APP_FEDERATED_TOKEN_FILE',
  purpose:
    'the file with the token of an issuer that Entra trusts for the bot, such as a Kubernetes service account token',
};
const BOT_TRUSTED_IDENTITY = {
  name: 'BOT_APP_FEDERATED_IDENTITY_ID',
  purpose: "the client id of the user-assigned managed identity that a SingleTenant bot's registration trusts",
};
/** What a SingleTenant bot proves itself with: exactly one of them. */
const PROOFS = [CERTIFICATE, PASSWORD, BOT_TOKEN_FILE, BOT_TRUSTED_IDENTITY] as const;

export interface BotIdentity {
  readonly appId: string;
  readonly credential: Credential;
}

/** The bot's own identity, never taken from AZURE_*: that one belongs to Graph and Exchange. */
export function readBotIdentity(env: EnvReader, tenantId: string, cloud: Cloud): BotIdentity {
  if (env.optional(BOT_APP_TYPE.name) === null) env.missing(BOT_APP_TYPE);
  const appType = env.oneOf(BOT_APP_TYPE, BOT_APP_TYPES, 'UserAssignedMSI');
  const appId = env.guid(BOT_APP_ID);
  if (env.optional(CERTIFICATE_PASSWORD.name) !== null && env.optional(CERTIFICATE.name) === null) {
    env.bad(CERTIFICATE_PASSWORD, 'nothing, because BOT_APP_CERTIFICATE_PATH is not set');
  }
  const app = { tenantId, clientId: appId };
  const credential =
    appType === 'UserAssignedMSI' ? readBotManagedIdentity(env, app) : readBotRegistration(env, app, cloud);
  return { appId, credential };
}

interface App {
  readonly tenantId: string;
  readonly clientId: string;
}

/**
 * On Kubernetes a managed identity has no endpoint but a token file. @azure/identity would take AZURE_FEDERATED_TOKEN_FILE
 * by itself, at the public cloud's authority whatever CLOUD says; so it is said here.
 */
function readBotManagedIdentity(env: EnvReader, app: App): Credential {
  for (const variable of [CERTIFICATE, PASSWORD, BOT_TRUSTED_IDENTITY]) {
    if (env.optional(variable.name) !== null) env.bad(variable, 'nothing, because BOT_APP_TYPE is UserAssignedMSI');
  }
  const path = env.optional(BOT_TOKEN_FILE.name) ?? env.optional(TOKEN_FILE);
  if (path === null) return { kind: 'managed-identity', clientId: app.clientId };
  return { kind: 'federated', ...app, assertion: { from: 'file', path } };
}

function readBotRegistration(env: EnvReader, app: App, cloud: Cloud): Credential {
  const [first, ...others] = PROOFS.filter(({ name }) => env.optional(name) !== null);
  for (const other of others) env.bad(other, `nothing, because ${first?.name} is set`);
  if (first === undefined) {
    const names = PROOFS.map(({ name }) => name).join(' or ');
    env.missing({ name: names, purpose: 'what a SingleTenant bot proves itself with' });
  }
  const value = env.optional(first?.name ?? '') ?? '';
  switch (first) {
    case CERTIFICATE: {
      const certificatePassword = env.optional(CERTIFICATE_PASSWORD.name);
      return { kind: 'certificate', ...app, certificatePath: value, certificatePassword, sendChain: false };
    }
    case BOT_TOKEN_FILE:
      return { kind: 'federated', ...app, assertion: { from: 'file', path: value } };
    case BOT_TRUSTED_IDENTITY: {
      const { tokenExchange: audience } = CLOUD_HOSTS[cloud];
      const clientId = env.optionalGuid(BOT_TRUSTED_IDENTITY) ?? app.clientId;
      return { kind: 'federated', ...app, assertion: { from: 'managed-identity', clientId, audience } };
    }
    default:
      return { kind: 'secret', ...app, secret: value };
  }
}
