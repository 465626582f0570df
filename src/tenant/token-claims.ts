// What an access token says of its bearer, for the bot's own diagnostics: read, never trusted, and without the token itself.
import { type JsonRecord, listAt, numberAt, recordOf, textAt } from './json.js';

/** A claim is null where the token does not carry it. */
export interface TokenClaims {
  /** The application the token was given to. */
  readonly appId: string | null;
  /** Object id of its service principal. */
  readonly objectId: string | null;
  readonly tenantId: string | null;
  /** The application permissions that were granted when it was issued. */
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

const NOTHING: TokenClaims = { appId: null, objectId: null, tenantId: null, roles: [], expiresAt: null };

/** The claims of a JWT of Entra, version 1.0 or 2.0; nothing known where it is none that can be read. */
export function claimsOf(token: string): TokenClaims {
  const claims = payloadOf(token);
  if (claims === null) return NOTHING;
  const seconds = numberAt(claims, 'exp');
  return {
    appId: guidAt(claims, 'appid') ?? guidAt(claims, 'azp'),
    objectId: guidAt(claims, 'oid'),
    tenantId: guidAt(claims, 'tid'),
    roles: (listAt(claims, 'roles') ?? []).filter(
      (role) => typeof role === 'string' && ROLE.test(role),
    ) as readonly string[],
    expiresAt: seconds === null ? null : seconds * 1000,
  };
}

/** Application permissions are words with dots. */
const ROLE = /^[\w.-]{1,100}$/u;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** Nothing else: doctor writes these into commands. */
function guidAt(claims: JsonRecord, key: string): string | null {
  const value = textAt(claims, key);
  return value !== null && GUID.test(value) ? value.toLowerCase() : null;
}

function payloadOf(token: string): JsonRecord | null {
  const [, payload = ''] = token.split('.');
  try {
    return recordOf(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
