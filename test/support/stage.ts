// A stage for stories: a sandbox tenant, a fake Teams and the whole bot between them as a process of its own, over HTTP.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.js';
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
  /** Process id of the bot. */
  readonly botPid: number;
  /** What the bot has logged since it was last started, as JSON lines. */
  log(): string;
  /** A persona of the tenant, in Teams. */
  person(name: PersonaName): Person;
  /** Stops the bot, or kills it without warning, and starts it again on the same store. */
  restart(how?: 'stop' | 'kill'): Promise<void>;
  close(): Promise<void>;
}

const BOT_NAME = 'Mailbox Guard';

/** Raises the curtain; `close` puts everything away and fails if the bot sent anything that Teams would not show. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const tenant = await startTenant(options.tenant);
  const keys = await createChannelKeys();
  const openId = await startOpenId(keys);
  const bot = { appId: tenant.identities.bot.clientId, name: BOT_NAME };
  const checkBotToken = botTokenCheck(tenant);
  const rateLimited = options.rateLimited ?? false;
  const teams = await startFakeTeams({ bot, tenantId: tenant.tenantId, keys, checkBotToken, rateLimited });
  const [engine] = storeEngines();
  if (engine === undefined) throw new Error('There is no engine to test on.');
  const place = await engine.newPlace();
  const folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-stage-'));
  const store: Readonly<Record<string, string>> =
    place.databaseUrl === null ? { DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl };
  const host = new URL(teams.serviceUrl).host;
  const env = { ...botSettings(tenant, openId, host), ...store, LOG_LEVEL: 'debug', ...options.env };
  const start = async (): Promise<BotProcess> => {
    const process = await startBotProcess(env, folder, () => undefined);
    teams.connectBot(`http://127.0.0.1:${process.port}/api/messages`);
    return process;
  };
  let running = await start();
  return {
    tenant,
    teams,
    keys,
    get botUrl() {
      return `http://127.0.0.1:${running.port}`;
    },
    get botPid() {
      return running.pid;
    },
    log: () => readFileSync(running.logFile, 'utf8'),
    person(name) {
      const { objectId, displayName, upn } = tenant.people[name];
      return teams.person({ objectId, name: displayName, userPrincipalName: upn });
    },
    async restart(how = 'stop') {
      await running[how]();
      running = await start();
    },
    async close() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([tenant.stop(), openId.stop(), place.remove()]);
      await teams.stop();
    },
  };
}
