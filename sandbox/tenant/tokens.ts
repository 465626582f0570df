// Access tokens of the sandbox's Entra: signed when issued, checked at every request.
import { type CryptoKey, errors, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Permissions, Resource } from './permissions.js';
import { stableUuid } from './random.js';

/** An identity to which tokens are issued. */
export interface Identity {
  /** The application id: `appid` of its tokens, `client_id` when asking for one. */
  readonly clientId: string;
  /** Object id of its service principal: `oid`. */
  readonly objectId: string;
  readonly displayName: string;
  /** Which of the tenant's grants its tokens carry. */
  readonly carries: readonly Resource[];
}

/**
 * The identity with which the bot reads and changes the tenant. Each tenant gives it another client id: @azure/identity keeps
 * tokens by client id for the whole process, and one tenant's grants must not reach into the next test's tenant.
 */
export function appIdentity(clientId: string): Identity {
  return {
    clientId,
    objectId: stableUuid('service principal reader'),
    displayName: 'Mailbox Guard (sandbox)',
    carries: ['graph', 'exchange'],
  };
}

/** The identity with which the bot speaks in Teams; it has no rights in the tenant. */
export const BOT_IDENTITY: Identity = {
  clientId: stableUuid('application bot'),
  objectId: stableUuid('service principal bot'),
  displayName: 'Mailbox Guard bot (sandbox)',
  carries: ['botframework'],
};

/** What a valid token says. */
export interface Bearer {
  readonly appId: string;
  readonly objectId: string;
  readonly roles: readonly string[];
}

/** How an application proved itself, as tokens say it (`appidacr`). */
type Proof = 'secret' | 'certificate';

/** Why a token was not accepted. */
export type TokenFault = 'missing' | 'malformed' | 'signature' | 'audience' | 'expired' | 'revoked';

interface IssuedToken {
  readonly token: string;
  /** Seconds since 1970. */
  readonly expiresOn: number;
  readonly notBefore: number;
}

export interface Tokens {
  /** A token for a resource, named as the client named it. A managed identity counts as a certificate. */
  issue(identity: Identity, resource: Resource, audience: string, proof?: Proof): Promise<IssuedToken>;
  /** A token of a managed identity that is good for nothing but to be exchanged for one of an application that trusts it. */
  issueForExchange(identity: Identity): Promise<IssuedToken>;
  /** With which such tokens are signed, and by whom they say they are. */
  readonly exchange: { readonly issuer: string; readonly publicKey: CryptoKey };
  /** Checks the value of an Authorization header. */
  check(authorization: string | undefined, resource: Resource): Promise<Bearer | TokenFault>;
  /** Ends every token issued so far: the next request with one of them is answered 401. */
  revokeIssued(): void;
}

/** "Configure an application to trust a managed identity": the audience in the public cloud. */
export const TOKEN_EXCHANGE = 'api://AzureADTokenExchange';

/** The names by which each resource may be asked for, and which its host accepts as the audience. */
const AUDIENCES: Readonly<Record<Resource, readonly string[]>> = {
  graph: ['https://graph.microsoft.com', 'https://graph.microsoft.com/', '00000003-0000-0000-c000-000000000000'],
  exchange: [
    'https://outlook.office365.com',
    'https://outlook.office365.com/',
    'https://outlook.office.com',
    'https://outlook.office.com/',
    '00000002-0000-0ff1-ce00-000000000000',
  ],
  botframework: ['https://api.botframework.com', 'https://api.botframework.com/'],
};

/** One key for the process, so that a Bot Framework token kept by @azure/identity outlives the tenant that issued it. */
let keys: ReturnType<typeof generateKeyPair> | undefined;

/** Managed identities get tokens for about a day. Real time: clients compare it with their own clock. */
const LIFETIME_S = 24 * 3600;

/**
 * Tokens for one tenant. They live in real time and not in sandbox time: the client's clock is real, and a client that
 * holds a token it believes valid would otherwise be refused whenever a test moves the sandbox clock.
 */
export async function createTokens(tenantId: string, permissions: Permissions, newId: () => string): Promise<Tokens> {
  keys ??= generateKeyPair('ES256');
  const { privateKey, publicKey } = await keys;
  const issuer = `https://sts.windows.net/${tenantId}/`;
  const issuerV2 = `https://login.microsoftonline.com/${tenantId}/v2.0`;
  let generation = 1;

  const sign = async (claims: JWTPayload, audience: string, by: string): Promise<IssuedToken> => {
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: 'sandbox' })
      .setIssuer(by)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + LIFETIME_S)
      .sign(privateKey);
    return { token, expiresOn: now + LIFETIME_S, notBefore: now };
  };

  const issue: Tokens['issue'] = async (identity, resource, audience, proof = 'certificate') => {
    const roles = identity.carries.includes(resource) ? permissions.list(resource) : [];
    const claims = {
      appid: identity.clientId,
      appidacr: proof === 'secret' ? '1' : '2',
      app_displayname: identity.displayName,
      idtyp: 'app',
      oid: identity.objectId,
      sub: identity.objectId,
      tid: tenantId,
      uti: newId(),
      ver: '1.0',
      sandbox_generation: generation,
      ...(roles.length > 0 ? { roles } : {}),
    };
    return sign(claims, audience, issuer);
  };

  const issueForExchange: Tokens['issueForExchange'] = ({ clientId: azp, objectId }) =>
    sign({ azp, oid: objectId, sub: objectId, tid: tenantId, uti: newId(), ver: '2.0' }, TOKEN_EXCHANGE, issuerV2);

  const check: Tokens['check'] = async (authorization, resource) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return 'missing';
    try {
      const { payload } = await jwtVerify(token, publicKey, { issuer, audience: [...AUDIENCES[resource]] });
      if (payload['sandbox_generation'] !== generation) return 'revoked';
      return {
        appId: String(payload['appid']),
        objectId: String(payload['oid']),
        roles: Array.isArray(payload['roles']) ? payload['roles'].map(String) : [],
      };
    } catch (error) {
      return faultOf(error);
    }
  };

  return {
    issue,
    issueForExchange,
    exchange: { issuer: issuerV2, publicKey },
    check,
    revokeIssued: () => {
      generation += 1;
    },
  };
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'aud' ? 'audience' : 'signature';
  return error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'malformed';
}

/** The resource that a client asks for by this name, or undefined. */
export function resourceNamed(name: string): Resource | undefined {
  return (['graph', 'exchange', 'botframework'] as const).find((resource) => AUDIENCES[resource].includes(name));
}
