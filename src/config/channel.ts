// The settings between Teams and the bot: issuer, keys, audience and the hosts that messages may be sent to.
import { isSafeAddress, readHosts } from './addresses.js';
import { CLOUD_HOSTS, type Cloud } from './clouds.js';
import type { EnvReader } from './env-reader.js';

/** botbuilder's own names: as soon as one is set, none of the others has a default. */
const SEVEN = [
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'OAuthUrl',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'CallerId',
] as const;
type ChannelSetting = (typeof SEVEN)[number];

export interface ChannelConfig {
  /** What botbuilder's ConfigurationBotFrameworkAuthentication is given besides the app's identity. */
  readonly botFramework: { readonly ChannelService: string } | Readonly<Record<ChannelSetting, string>>;
  /** Issuer of tokens that the Bot Connector sends. */
  readonly issuer: string;
  /** Scope of tokens that the bot sends to the Bot Connector. */
  readonly scope: string;
  /** Hosts that a serviceUrl may name: `host`, `host:port` or `*.suffix`. */
  readonly serviceHosts: readonly string[];
  /** Hosts at which a file may be put, in the same form; empty where Teams takes no files from bots. */
  readonly uploadHosts: readonly string[];
}

const HOSTS = {
  name: 'ALLOWED_SERVICE_HOSTS',
  purpose:
    'further hosts that the serviceUrl of an activity, or the place for a file, may name, besides those of Microsoft Teams and SharePoint',
};

export function readChannel(env: EnvReader, cloud: Cloud): ChannelConfig {
  const { botConnector, channelService, serviceHosts, fileHosts } = CLOUD_HOSTS[cloud];
  const further = readHosts(env, HOSTS);
  // Where bots send no files, a further host makes no difference.
  const uploadHosts = fileHosts.length === 0 ? [] : [...fileHosts, ...further];
  const hosts = { serviceHosts: [...serviceHosts, ...further], uploadHosts };
  const own = readSeven(env);
  if (own === null) {
    const scope = `${botConnector}/.default`;
    return { botFramework: { ChannelService: channelService }, issuer: botConnector, scope, ...hosts };
  }
  const scope = `${own.ToChannelFromBotOAuthScope.replace(/\/(?:\.default)?$/u, '')}/.default`;
  return { botFramework: own, issuer: own.ToBotFromChannelTokenIssuer, scope, ...hosts };
}

function readSeven(env: EnvReader): Readonly<Record<ChannelSetting, string>> | null {
  if (SEVEN.every((name) => env.optional(name) === null)) return null;
  const purpose = "one of botbuilder's seven settings for another channel than the cloud's: all are set, or none";
  const read = (name: ChannelSetting): string => {
    const variable = { name, purpose };
    const value = env.required(variable);
    if (value !== '' && name !== 'CallerId' && !isSafeAddress(value)) {
      env.bad(variable, 'an https address, or http on loopback');
    }
    return value;
  };
  return {
    ToChannelFromBotLoginUrl: read('ToChannelFromBotLoginUrl'),
    ToChannelFromBotOAuthScope: read('ToChannelFromBotOAuthScope'),
    ToBotFromChannelTokenIssuer: read('ToBotFromChannelTokenIssuer'),
    OAuthUrl: read('OAuthUrl'),
    ToBotFromChannelOpenIdMetadataUrl: read('ToBotFromChannelOpenIdMetadataUrl'),
    ToBotFromEmulatorOpenIdMetadataUrl: read('ToBotFromEmulatorOpenIdMetadataUrl'),
    CallerId: read('CallerId'),
  };
}
