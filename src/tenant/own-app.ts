// Knows by which application the bot acts in the tenant, to tell its own deeds from others' in Microsoft's logs.
import type { Credential } from '../config/identity.js';
import type { TokenSource } from './credential.js';
import { type JsonRecord, recordOf, textAt } from './json.js';

/** Lower case; null where it is not known. The logs name one, the other or both. */
export interface OwnApp {
  readonly appId: string | null;
  readonly servicePrincipalId: string | null;
}

/**
 * From the token, which alone knows it for a system-assigned identity; from the credential where a token is not to be read.
 * Not knowing it makes own deeds look like others': too loud, never too quiet.
 * @throws Refused upstream-* when there is no token
 */
export async function ownApp(tokens: TokenSource, scope: string, credential: Credential): Promise<OwnApp> {
  const claims = claimsOf(await tokens(scope));
  const appId = textAt(claims, 'appid') ?? textAt(claims, 'azp') ?? credential.clientId;
  return {
    appId: appId?.toLowerCase() ?? null,
    servicePrincipalId: textAt(claims, 'oid')?.toLowerCase() ?? null,
  };
}

/** What our own token says of us. It came from the identity service; whom it is for is not ours to check. */
function claimsOf(token: string): JsonRecord | null {
  try {
    return recordOf(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
