// A stage for stories: a sandbox tenant, a fake Teams and the whole bot between them, over HTTP with real tokens.
import { pino } from 'pino';
import { type RunningBot, startBot } from '../../bot/start.js';
import { botSettings, botTokenCheck } from '../../sandbox/bot-settings.js';
import type { Chat } from '../../sandbox/channel/conversation.js';
import { type FakeTeams, startFakeTeams } from '../../sandbox/channel/fake-teams.js';
import { startOpenId } from '../../sandbox/channel/openid.js';
import type { Person } from '../../sandbox/channel/person.js';
import { type ChannelKeys, createChannelKeys } from '../../sandbox/channel/signing.js';
import { startTenant, type Tenant, type TenantOptions } from '../../sandbox/tenant/index.js';
import type { PersonaName } from '../../sandbox/tenant/seed/people.js';
import { storeEngines } from './store.js';

export type { Chat, Person };

/** What a story may set. */
export interface StageOptions {
  readonly tenant?: TenantOptions;
  /** Further settings of the bot. */
  readonly env?: Readonly<Record<string, string>>;
  readonly rateLimited?: boolean;
}

export interface Stage {
  readonly tenant: Tenant;
  readonly teams: FakeTeams;
  readonly keys: ChannelKeys;
  /** Address of the bot, without a slash at the end. */
  readonly botUrl: string;
  /** What the bot logged, as JSON lines. */
  readonly logged: readonly string[];
  /** A persona of the tenant, in Teams. */
  person(name: PersonaName): Person;
  /** Stops the bot and starts it again on the same store. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const BOT_NAME = 'Mailbox Guard';

/** Raises the curtain; `close` puts everything away and fails if the bot sent anything that Teams would not show. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const tenant = await startTenant(options.tenant);
  // @azure/identity reads these two from the process itself.
  process.env['IDENTITY_ENDPOINT'] = tenant.identityEndpoint;
  process.env['IDENTITY_HEADER'] = tenant.identityHeader;
  const keys = await createChannelKeys();
  const openId = await startOpenId(keys);
  const bot = { appId: tenant.identities.bot.clientId, name: BOT_NAME };
  const checkBotToken = botTokenCheck(tenant);
  const rateLimited = options.rateLimited ?? false;
  const teams = await startFakeTeams({ bot, tenantId: tenant.tenantId, keys, checkBotToken, rateLimited });
  const [engine] = storeEngines();
  if (engine === undefined) throw new Error('There is no engine to test on.');
  const place = await engine.newPlace();
  const store: NodeJS.ProcessEnv =
    place.databaseUrl === null ? { DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl };
  const env = { ...botSettings(tenant, openId, new URL(teams.serviceUrl).host), ...store, ...options.env };
  const logged: string[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line) => void logged.push(line) });
  let running: RunningBot = await startBot(env, log);
  const connect = (): void => teams.connectBot(`http://127.0.0.1:${running.port}/api/messages`);
  connect();
  return {
    tenant,
    teams,
    keys,
    get botUrl() {
      return `http://127.0.0.1:${running.port}`;
    },
    logged,
    person(name) {
      const { objectId, displayName, upn } = tenant.people[name];
      return teams.person({ objectId, name: displayName, userPrincipalName: upn });
    },
    async restart() {
      await running.stop();
      running = await startBot(env, log);
      connect();
    },
    async close() {
      await running.stop();
      await Promise.all([tenant.stop(), openId.stop(), place.remove()]);
      await teams.stop();
    },
  };
}
