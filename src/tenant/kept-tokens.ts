// Keeps tokens until they near their end, for credentials whose assertion is asked for even where a token is in the cache.
import type { AccessToken, TokenCredential } from '@azure/identity';

/** As @azure/identity does for its own: a token with less than this left is fetched anew. */
const LEAST_LEFT_MS = 5 * 60_000;

/**
 * The credential, asked only when no token for the scope is kept. MSAL fetches a client assertion on every call, so that a
 * token file that is missing for a moment, or an identity endpoint that is away, would make good tokens useless.
 * @param now milliseconds since 1970
 */
export function keepingTokens(credential: TokenCredential, now: () => number): TokenCredential {
  const kept = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<AccessToken | null>>();
  const fetchOne = async (scope: string): Promise<AccessToken | null> => {
    try {
      const token = await credential.getToken(scope);
      if (token !== null) kept.set(scope, token);
      return token;
    } finally {
      underWay.delete(scope);
    }
  };
  return {
    async getToken(scopes) {
      const scope = [scopes].flat().join(' ');
      const known = kept.get(scope);
      if (known !== undefined && known.expiresOnTimestamp - now() > LEAST_LEFT_MS) return known;
      const fetching = underWay.get(scope) ?? fetchOne(scope);
      underWay.set(scope, fetching);
      return fetching;
    },
  };
}
