// The OpenID documents of the sandbox's Bot Connector on loopback, and the botbuilder settings that point at them.
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { BOT_CONNECTOR, type ChannelKeys, channelJwks, entraJwks } from './signing.js';

/** botbuilder's own names. As soon as one is set none of the others has a default, so it is all seven or none. */
export interface BotFrameworkSettings {
  readonly ToChannelFromBotLoginUrl: string;
  readonly ToChannelFromBotOAuthScope: string;
  readonly ToBotFromChannelTokenIssuer: string;
  readonly OAuthUrl: string;
  readonly ToBotFromChannelOpenIdMetadataUrl: string;
  readonly ToBotFromEmulatorOpenIdMetadataUrl: string;
  readonly CallerId: string;
}

export interface OpenIdServer {
  /** `http://127.0.0.1:port`, no slash at the end. */
  readonly url: string;
  /** To be spread into the bot's environment. */
  readonly settings: BotFrameworkSettings;
  stop(): Promise<void>;
}

function metadata(issuer: string, jwksUri: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: jwksUri,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

function settingsFor(base: string): BotFrameworkSettings {
  return {
    ToChannelFromBotLoginUrl: `${base}/login`,
    ToChannelFromBotOAuthScope: BOT_CONNECTOR,
    ToBotFromChannelTokenIssuer: BOT_CONNECTOR,
    OAuthUrl: `${base}/oauth`,
    ToBotFromChannelOpenIdMetadataUrl: `${base}/v1/.well-known/openidconfiguration`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${base}/common/v2.0/.well-known/openid-configuration`,
    CallerId: 'urn:botframework:azure',
  };
}

/**
 * Serves the metadata and the public keys on 127.0.0.1. `ToChannelFromBotLoginUrl` and `OAuthUrl` lead to addresses here
 * that answer 404: the bot's credential is built on @azure/identity and asks neither.
 * @param port 0 takes a free one
 */
export async function startOpenId(keys: ChannelKeys, port = 0): Promise<OpenIdServer> {
  const server = fastify({ forceCloseConnections: true });
  // botbuilder caches keys by metadata address for the life of the process: a fresh path keeps two sandboxes apart.
  const path = `/${randomUUID()}`;
  let base = '';
  server.get(`${path}/v1/.well-known/openidconfiguration`, () =>
    metadata(BOT_CONNECTOR, `${base}/v1/.well-known/keys`),
  );
  server.get(`${path}/v1/.well-known/keys`, () => channelJwks(keys));
  server.get(`${path}/common/v2.0/.well-known/openid-configuration`, () =>
    metadata('https://sts.windows.net/{tenantid}/', `${base}/common/discovery/keys`),
  );
  server.get(`${path}/common/discovery/keys`, () => entraJwks(keys));
  const url = await server.listen({ host: '127.0.0.1', port });
  base = `${url}${path}`;
  return { url, settings: settingsFor(base), stop: () => server.close() };
}
