// The settings: read once from the environment, checked as a whole, every problem named at once.
import { readOrigin } from './config/addresses.js';
import { type AlertConfig, readAlerts } from './config/alerts.js';
import { type ApprovalConfig, readApprovals } from './config/approvals.js';
import { type AuditConfig, readAudit } from './config/audit.js';
import { readBotIdentity } from './config/bot-identity.js';
import { type ChannelConfig, readChannel } from './config/channel.js';
import { CLOUD_HOSTS, CLOUDS, type Cloud } from './config/clouds.js';
import { createEnvReader, type Env, type EnvReader } from './config/env-reader.js';
import { type Authority, type Credential, readAuthority, readTenantCredential } from './config/identity.js';
import { MAILBOX_TYPES, type MailboxType } from './mailboxes/mailbox.js';

/** How Graph and Exchange are reached. */
export interface TenantConfig {
  readonly tenantId: string;
  readonly credential: Credential;
  readonly authority: Authority;
  /** The base address is an origin; the scope names the cloud's audience, also where the address is another. */
  readonly graph: { readonly endpoint: string; readonly scope: string };
  readonly exchange: { readonly endpoint: string; readonly scope: string; readonly api: 'v2' | 'beta' };
  /** The id that the organisation's app catalogue gave the app; null when the bot does not install itself for people. */
  readonly teamsAppId: string | null;
}

/** Who the bot is towards Teams. */
export interface BotConfig extends ChannelConfig {
  readonly appId: string;
  readonly credential: Credential;
  readonly authority: Authority;
}

export interface WatchConfig {
  readonly types: readonly MailboxType[];
  /** Whether licensed shared mailboxes count. */
  readonly licensed: 'include' | 'exclude' | 'only';
  /** Milliseconds. */
  readonly intervalMs: number;
  readonly scanIntervalMs: number;
  readonly heartbeatMs: number;
}

/** Everything the environment decides. */
export interface Config {
  readonly cloud: Cloud;
  readonly tenant: TenantConfig;
  readonly bot: BotConfig;
  readonly store:
    | { readonly kind: 'postgresql'; readonly url: string }
    | { readonly kind: 'embedded'; readonly folder: string };
  readonly listen: { readonly host: string; readonly port: number };
  /** Where Teams reaches the bot, an origin without a slash at the end; null when it is not said. Only doctor uses it. */
  readonly publicUrl: string | null;
  /** Null when /metrics is off. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly groups: { readonly operators: string; readonly approvers: string };
  readonly approvals: ApprovalConfig;
  readonly audit: AuditConfig;
  readonly watch: WatchConfig;
  readonly alerts: AlertConfig;
  /** Milliseconds for which what is closed is kept; the record is kept for ever. */
  readonly retentionMs: number;
  /** `watch`: read and tell, write nothing. */
  readonly mode: 'enforce' | 'watch';
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Which store, and of which tenant: all that a program beside the bot needs. */
export type StoreConfig = Pick<Config, 'store'> & { readonly tenantId: string };

/** @throws Refused bad-config, naming every missing or bad variable */
export function loadStoreConfig(variables: Env): StoreConfig {
  const env = createEnvReader(variables);
  const config = { tenantId: env.guid(TENANT_ID), store: readStore(env) };
  env.finish();
  return config;
}

/** Only where the store is, whatever else the settings lack. @throws Refused bad-config */
export function readStorePlace(variables: Env): Config['store'] {
  const env = createEnvReader(variables);
  const store = readStore(env);
  env.finish();
  return store;
}

/** From where to where a store moves. @throws Refused bad-config where either is missing */
export function readStoreMove(variables: Env): { readonly folder: string; readonly url: string } {
  const env = createEnvReader(variables);
  const folder = env.required({ name: 'DATA_DIR', purpose: 'the folder of the embedded store that is to move' });
  env.required({ name: 'DATABASE_URL', purpose: 'the empty PostgreSQL database that it is to move to' });
  const store = readStore(env);
  env.finish();
  return { folder, url: store.kind === 'postgresql' ? store.url : '' };
}

/** What reading the tenant takes, without Teams and without people. */
export type ReadingConfig = Pick<Config, 'cloud' | 'tenant' | 'store' | 'watch'>;

/** @throws Refused bad-config, naming every missing or bad variable */
export function loadReadingConfig(variables: Env): ReadingConfig {
  const env = createEnvReader(variables);
  const tenantId = env.guid(TENANT_ID);
  const cloud = readCloud(env);
  const tenant = readTenant(env, tenantId, cloud, readAuthority(env, cloud));
  const config = { cloud, tenant, store: readStore(env), watch: readWatch(env) };
  env.finish();
  return config;
}

const TENANT_ID = { name: 'TENANT_ID', purpose: 'the home tenant; activities of any other are refused' };

/**
 * The settings from these environment variables. Pure: reads no file and no other variable.
 * @throws Refused bad-config, naming every missing or bad variable and what it is for; values of secrets are never repeated
 */
export function loadConfig(variables: Env): Config {
  const env = createEnvReader(variables);
  const tenantId = env.guid(TENANT_ID);
  const cloud = readCloud(env);
  const authority = readAuthority(env, cloud);
  const config: Config = {
    cloud,
    tenant: readTenant(env, tenantId, cloud, authority),
    bot: { ...readBotIdentity(env, tenantId, cloud), ...readChannel(env, cloud), authority },
    store: readStore(env),
    listen: {
      host: env.optional('HOST') ?? '0.0.0.0',
      port: env.wholeNumber({ name: 'PORT', purpose: 'the port that Teams reaches' }, { ...PORTS, fallback: 3978 }),
    },
    publicUrl: readPublicUrl(env),
    metrics: readMetrics(env),
    groups: {
      operators: env.guid({ name: 'OPERATORS_GROUP_ID', purpose: 'the Entra group of people who may ask' }),
      approvers: env.guid({ name: 'APPROVERS_GROUP_ID', purpose: 'the Entra group of people who may decide' }),
    },
    approvals: readApprovals(env),
    audit: readAudit(env),
    watch: readWatch(env),
    alerts: readAlerts(env),
    retentionMs: readRetention(env),
    mode: env.oneOf({ name: 'MODE', purpose: 'whether the bot may write' }, ['enforce', 'watch'], 'enforce'),
    logLevel: env.oneOf({ name: 'LOG_LEVEL', purpose: 'how much is logged' }, LOG_LEVELS, 'info'),
  };
  env.finish();
  return config;
}

function readCloud(env: EnvReader): Cloud {
  const variable = { name: 'CLOUD', purpose: "Microsoft's cloud, from which all hosts follow" };
  return env.oneOf(variable, CLOUDS, 'public');
}

const PORTS = { least: 0, most: 65_535 };

function readTenant(env: EnvReader, tenantId: string, cloud: Cloud, authority: Authority): TenantConfig {
  const hosts = CLOUD_HOSTS[cloud];
  const graph = { name: 'GRAPH_ENDPOINT', purpose: 'another base address for Microsoft Graph' };
  const exchange = { name: 'EXCHANGE_ENDPOINT', purpose: 'another base address for the Exchange admin API' };
  const app = {
    name: 'TEAMS_CATALOG_APP_ID',
    purpose: "the app's id in the organisation's catalogue, with which the bot installs itself for people",
  };
  const api = { name: 'EXCHANGE_API', purpose: 'which of the two Exchange APIs lists the mailboxes' };
  return {
    tenantId,
    credential: readTenantCredential(env, tenantId),
    authority,
    // Microsoft's Graph client puts no token on http, not even on loopback.
    graph: { endpoint: readOrigin(env, graph, hosts.graph, 'https'), scope: `${hosts.graph}/.default` },
    exchange: {
      endpoint: readOrigin(env, exchange, hosts.exchange, 'safe'),
      scope: `${hosts.exchange}/.default`,
      api: env.oneOf(api, ['v2', 'beta'], 'v2'),
    },
    teamsAppId: env.optionalGuid(app),
  };
}

function readStore(env: EnvReader): Config['store'] {
  const variable = {
    name: 'DATABASE_URL',
    purpose: 'where PostgreSQL is; without it the store is embedded in DATA_DIR',
  };
  const url = env.optional(variable.name);
  if (url === null) return { kind: 'embedded', folder: env.optional('DATA_DIR') ?? './data' };
  const isPostgres = URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol);
  if (!isPostgres) env.bad(variable, 'an address that starts with postgresql://');
  return { kind: 'postgresql', url };
}

/** Nothing that is looked up, warned of or reported takes longer. */
const SHORTEST_RETENTION_MS = 30 * 86_400_000;

function readRetention(env: EnvReader): number {
  const variable = { name: 'RETENTION', purpose: 'how long what is closed is kept; the record is kept for ever' };
  const length = env.duration(variable, 'P730D');
  if (length < SHORTEST_RETENTION_MS) env.bad(variable, 'P30D at least');
  return length;
}

function readPublicUrl(env: EnvReader): string | null {
  const variable = { name: 'PUBLIC_URL', purpose: 'the address that Teams reaches the bot at, for doctor to try' };
  return env.optional(variable.name) === null ? null : readOrigin(env, variable, '', 'safe');
}

function readMetrics(env: EnvReader): Config['metrics'] {
  const variable = { name: 'METRICS_PORT', purpose: 'the port of /metrics; off when it is not set' };
  if (env.optional(variable.name) === null) return null;
  const port = env.wholeNumber(variable, { ...PORTS, fallback: 0 });
  return { host: env.optional('METRICS_HOST') ?? '127.0.0.1', port };
}

function readWatch(env: EnvReader): WatchConfig {
  const licensed = { name: 'LICENSED', purpose: 'whether licensed shared mailboxes count' };
  const interval = { name: 'WATCH_INTERVAL', purpose: 'how often changes of accounts are looked for' };
  const scan = { name: 'SCAN_INTERVAL', purpose: 'how often all mailboxes are listed' };
  const heartbeat = { name: 'HEARTBEAT_INTERVAL', purpose: 'how often the bot says that all is well' };
  return {
    types: env.someOf({ name: 'MAILBOX_TYPES', purpose: 'which mailboxes are watched' }, MAILBOX_TYPES),
    licensed: env.oneOf(licensed, ['include', 'exclude', 'only'], 'include'),
    intervalMs: env.duration(interval, 'PT1M'),
    scanIntervalMs: env.duration(scan, 'PT1H'),
    heartbeatMs: env.duration(heartbeat, 'P7D'),
  };
}
