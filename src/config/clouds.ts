// Microsoft's clouds and the hosts that follow from them: sign-in, Graph, Exchange, the Bot Connector, Teams.

export const CLOUDS = ['public', 'usgov', 'usgovdod', 'china'] as const;
export type Cloud = (typeof CLOUDS)[number];

/** Addresses without a path or a trailing slash, unless they name a document. */
export interface CloudHosts {
  /** Where tokens are asked for. */
  readonly authority: string;
  /** Every sign-in host of the cloud, under its newer and older names. */
  readonly authorityHosts: readonly string[];
  /** Audience of assertions that stand in for a secret: tokens of another issuer, or of a managed identity. */
  readonly tokenExchange: string;
  /** Base address and audience of Microsoft Graph. */
  readonly graph: string;
  /** Base address and audience of the Exchange admin API. */
  readonly exchange: string;
  /** Audience of tokens sent to the Bot Connector; also the issuer of tokens that it sends. */
  readonly botConnector: string;
  /** Where the Bot Connector publishes its signing keys. */
  readonly botOpenIdMetadata: string;
  /** botbuilder's ChannelService setting; empty in the public cloud. */
  readonly channelService: string;
  /** Hosts that a Teams serviceUrl names: `host` or `*.suffix`. */
  readonly serviceHosts: readonly string[];
  /** Where people's OneDrive is; empty where Teams takes no files from bots. */
  readonly fileHosts: readonly string[];
}

// Files: "Send and receive files using bot" says that bots send none in GCC High and DoD.
// Graph: "National cloud deployments"; Exchange: "Admin API authentication"; bots: "Configure for US Government" and the
// environments of the Teams SDK; token exchange: "Configure an application to trust a managed identity". GCC uses the
// public hosts, except for its Teams service host.
const US_GOV_BOT = {
  authority: 'https://login.microsoftonline.us',
  authorityHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  tokenExchange: 'api://AzureADTokenExchangeUSGov',
  botConnector: 'https://api.botframework.us',
  botOpenIdMetadata: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  channelService: 'https://botframework.azure.us',
} as const;

export const CLOUD_HOSTS: Readonly<Record<Cloud, CloudHosts>> = {
  public: {
    authority: 'https://login.microsoftonline.com',
    authorityHosts: ['login.microsoftonline.com', 'login.microsoft.com', 'login.windows.net', 'sts.windows.net'],
    tokenExchange: 'api://AzureADTokenExchange',
    graph: 'https://graph.microsoft.com',
    exchange: 'https://outlook.office365.com',
    botConnector: 'https://api.botframework.com',
    botOpenIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    channelService: '',
    serviceHosts: [
      'smba.trafficmanager.net',
      'smba.onyx.prod.teams.trafficmanager.net',
      'smba.infra.gcc.teams.microsoft.com',
    ],
    fileHosts: ['*.sharepoint.com'],
  },
  usgov: {
    ...US_GOV_BOT,
    graph: 'https://graph.microsoft.us',
    exchange: 'https://outlook.office365.us',
    serviceHosts: ['smba.infra.gov.teams.microsoft.us'],
    fileHosts: [],
  },
  usgovdod: {
    ...US_GOV_BOT,
    graph: 'https://dod-graph.microsoft.us',
    exchange: 'https://outlook-dod.office365.us',
    serviceHosts: ['smba.infra.dod.teams.microsoft.us'],
    fileHosts: [],
  },
  china: {
    authority: 'https://login.chinacloudapi.cn',
    authorityHosts: ['login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
    tokenExchange: 'api://AzureADTokenExchangeChina',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    exchange: 'https://outlook.office365.cn',
    botConnector: 'https://api.botframework.azure.cn',
    botOpenIdMetadata: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    channelService: 'https://botframework.azure.cn',
    serviceHosts: ['frontend.botapi.msg.infra.teams.microsoftonline.cn'],
    fileHosts: ['*.sharepoint.cn'],
  },
};
