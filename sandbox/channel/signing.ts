// The keys of the sandbox's Bot Connector and the tokens it signs, honest by default and forged on request.
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

/** The issuer and the audience of everything between the public-cloud Bot Connector and a bot. */
export const BOT_CONNECTOR = 'https://api.botframework.com';

/**
 * Which key signs. `msteams` and `webchat` are endorsed for that channel only, `unendorsed` for none (botbuilder then
 * skips the endorsement check), `stranger` is not published at all.
 */
type SigningKeyName = 'msteams' | 'webchat' | 'unendorsed' | 'stranger';

export interface PublishedKey {
  readonly kty: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly endorsements?: readonly string[];
}

interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly published: PublishedKey;
}

export type ChannelKeys = Readonly<Record<SigningKeyName, SigningKey>>;

/** What a forger would change. Everything left out stays as the Bot Connector does it. */
export interface TokenOverrides {
  readonly key?: SigningKeyName;
  /** Names another key in the header than the one that signs. */
  readonly kid?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** `null` leaves the claim out. */
  readonly serviceUrl?: string | null;
  readonly issuedAt?: Date;
  /** From `issuedAt` to expiry; botbuilder tolerates 300 s, so an expired token needs less than -300. */
  readonly lifetimeSeconds?: number;
  /** Merged over all other claims; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** `alg: none`, no signature. */
  readonly unsigned?: true;
}

export interface TokenSubject {
  readonly appId: string;
  readonly serviceUrl: string;
}

async function createKey(kid: string, endorsements?: readonly string[]): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { kty = 'RSA', n = '', e = '' } = await exportJWK(publicKey);
  const published = { kty, use: 'sig', alg: 'RS256', kid, n, e } as const;
  return { privateKey, published: endorsements ? { ...published, endorsements } : published };
}

/** Makes the four RSA keys of one sandbox; they live in memory only. */
export async function createChannelKeys(): Promise<ChannelKeys> {
  const [msteams, webchat, unendorsed, stranger] = await Promise.all([
    createKey('sandbox-msteams', ['msteams']),
    createKey('sandbox-webchat', ['webchat']),
    createKey('sandbox-unendorsed'),
    createKey('sandbox-stranger'),
  ]);
  return { msteams, webchat, unendorsed, stranger };
}

/** What the Bot Connector publishes: every key but the stranger's. */
export function channelJwks(keys: ChannelKeys): { readonly keys: readonly PublishedKey[] } {
  return { keys: [keys.msteams.published, keys.webchat.published, keys.unendorsed.published] };
}

/** What Entra publishes for tokens of the "emulator" path: the same keys, which there have no endorsements. */
export function entraJwks(keys: ChannelKeys): { readonly keys: readonly PublishedKey[] } {
  return { keys: channelJwks(keys).keys.map(({ endorsements: _, ...key }) => key) };
}

function claimsOf(subject: TokenSubject, overrides: TokenOverrides): Record<string, unknown> {
  const issuedAt = Math.floor((overrides.issuedAt ?? new Date()).getTime() / 1000);
  const serviceUrl = overrides.serviceUrl === undefined ? subject.serviceUrl : overrides.serviceUrl;
  const claims: Record<string, unknown> = {
    ...(serviceUrl === null ? {} : { serviceurl: serviceUrl }),
    nbf: issuedAt,
    exp: issuedAt + (overrides.lifetimeSeconds ?? 3600),
    iss: overrides.issuer ?? BOT_CONNECTOR,
    aud: overrides.audience ?? subject.appId,
    ...overrides.claims,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** A token as the Bot Connector puts it beside each activity, with the overrides applied. Without the word "Bearer". */
export async function signActivityToken(
  keys: ChannelKeys,
  subject: TokenSubject,
  overrides: TokenOverrides = {},
): Promise<string> {
  const claims = claimsOf(subject, overrides);
  if (overrides.unsigned) return new UnsecuredJWT(claims).encode();
  const { privateKey, published } = keys[overrides.key ?? 'msteams'];
  const header = { alg: 'RS256', kid: overrides.kid ?? published.kid, typ: 'JWT' };
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
}

/**
 * Overrides that make the token which botbuilder takes for one of the Bot Framework Emulator: signed by Entra for any
 * tenant at all, with the bot's own app id as audience and caller, and bound to no serviceUrl.
 */
export function emulatorToken(appId: string, tenantId: string): TokenOverrides {
  const issuer = `https://sts.windows.net/${tenantId}/`;
  return { issuer, audience: appId, serviceUrl: null, claims: { appid: appId, tid: tenantId, ver: '1.0' } };
}
