// Knows by which application the bot acts in the tenant, to tell its own deeds from others' in Microsoft's logs.
import type { Credential } from '../config/identity.js';
import type { TokenSource } from './credential.js';
import { claimsOf } from './token-claims.js';

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
  const { appId, objectId: servicePrincipalId } = claimsOf(await tokens(scope));
  return { appId: appId ?? credential.clientId?.toLowerCase() ?? null, servicePrincipalId };
}
