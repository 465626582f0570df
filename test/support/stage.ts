// A stage for stories: a sandbox tenant, a fake Teams and the whole bot between them as a process of its own, over HTTP.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
import { identitySettings, type Proof } from './identities.js';
import { movedClock } from './move-clock.js';
import { startRoundRobin } from './round-robin.js';
import { EMBEDDED, type StoreEngine } from './store.js';

export type { Chat, Person };

/** What a story may set. */
export interface StageOptions {
  readonly tenant?: TenantOptions;
  /** Further settings of the bot. */
  readonly env?: Readonly<Record<string, string>>;
  readonly rateLimited?: boolean;
  /** How the reader and the bot prove themselves; by managed identities when left out. */
  readonly proof?: Proof;
  /** The embedded store when left out. */
  readonly engine?: StoreEngine;
  /** Of the bot, behind a load balancer when there is more than one. */
  readonly instances?: number;
  /** Whether the story moves time, by `advance`. */
  readonly movesTime?: boolean;
}

/** What happens while the bot is down. */
export interface Between {
  /** Time goes by, in minutes. */
  readonly minutes?: number;
  /** Settings that are others from then on. */
  readonly env?: Readonly<Record<string, string>>;
  /** What somebody does meanwhile. */
  readonly deed?: () => void | Promise<void>;
}

export interface Stage {
  readonly tenant: Tenant;
  readonly teams: FakeTeams;
  readonly keys: ChannelKeys;
  /** Address of the bot, without a slash at the end. */
  readonly botUrl: string;
  /** Folder of the embedded store. */
  readonly dataDir: string;
  /** Process id of the bot; of its first instance. */
  readonly botPid: number;
  /** How many requests each instance has answered, where there is more than one. */
  readonly served: ReadonlyMap<number, number>;
  /** What the bot has logged since it was last started, as JSON lines. */
  log(): string;
  /** Where the bot keeps what it keeps; a database may be looked into while the bot runs, the embedded store while it does not. */
  readonly databaseUrl: string | null;
  /** Each instance of the bot, to be killed and started again by itself. */
  readonly instances: readonly StageInstance[];
  /** A persona of the tenant, in Teams. */
  person(name: PersonaName): Person;
  /** Stops the bot, or kills it without warning, and starts it again on the same store. */
  restart(how?: 'stop' | 'kill', between?: Between): Promise<void>;
  /**
   * Moves the bot's clock and the tenant's forward by so many minutes. Teams' tokens stay real: after an hour in all, the bot
   * takes none any more.
   */
  advance(minutes: number): Promise<void>;
  close(): Promise<void>;
}

/** One instance of the bot. */
export interface StageInstance {
  /** Its own address, past the load balancer; another one after each start. */
  readonly url: string;
  /** What it has logged since it was last started. */
  log(): string;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /**
   * @param settings of its own, from this start until the next
   * @throws Error with what the bot said, when it does not come up
   */
  start(settings?: Readonly<Record<string, string>>): Promise<void>;
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
  // Of an app that Graph installed Teams tells the bot as of one that the person added.
  tenant.onAppInstalled(({ id: objectId, displayName: name, userPrincipalName }, app) => {
    if (app.id !== tenant.teamsAppId) return;
    const person = teams.person({ objectId, name, userPrincipalName });
    void person.installs(person.personalChat()).catch(() => undefined);
  });
  const place = await (options.engine ?? EMBEDDED).newPlace();
  const folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-stage-'));
  const store: Readonly<Record<string, string>> =
    place.databaseUrl === null ? { DATA_DIR: place.dataDir } : { DATABASE_URL: place.databaseUrl };
  const host = new URL(teams.serviceUrl).host;
  const identity = await identitySettings(tenant, options.proof ?? 'managed identity', folder);
  const clock = options.movesTime === true ? movedClock(join(folder, 'clock')) : null;
  const env = {
    ...{ ...botSettings(tenant, openId, host), ...identity, ...store, LOG_LEVEL: 'debug' },
    ...{ ...clock?.settings, ...options.env },
  };
  let running: BotProcess[] = [];
  const balancer = (options.instances ?? 1) > 1 ? await startRoundRobin(() => running.map(({ port }) => port)) : null;
  const botUrl = (): string => balancer?.url ?? `http://127.0.0.1:${running[0]?.port}`;
  const start = async (): Promise<void> => {
    const numbers = Array.from({ length: options.instances ?? 1 }, (_, n) => n);
    running = await Promise.all(numbers.map((n) => startInstance(env, join(folder, String(n)))));
    teams.connectBot(`${botUrl()}/api/messages`);
  };
  const advance = async (minutes: number): Promise<void> => {
    if (clock === null) throw new Error('This stage does not move time.');
    await clock.advance(minutes);
    tenant.clock.advance(minutes * 60_000);
  };
  await start();
  const instances = running.map((_, n): StageInstance => {
    const one = (): BotProcess => running[n] as BotProcess;
    return {
      get url() {
        return `http://127.0.0.1:${one().port}`;
      },
      log: () => readFileSync(one().logFile, 'utf8'),
      stop: () => one().stop(),
      kill: () => one().kill(),
      async start(settings = {}) {
        running[n] = await startInstance({ ...env, ...settings }, join(folder, String(n)));
      },
    };
  });
  return {
    tenant,
    databaseUrl: place.databaseUrl,
    instances,
    teams,
    keys,
    dataDir: place.dataDir,
    served: balancer?.served ?? new Map(),
    get botUrl() {
      return botUrl();
    },
    get botPid() {
      return running[0]?.pid ?? 0;
    },
    log: () => running.map(({ logFile }) => readFileSync(logFile, 'utf8')).join(''),
    person(name) {
      const { objectId, displayName, upn } = tenant.people[name];
      return teams.person({ objectId, name: displayName, userPrincipalName: upn });
    },
    async restart(how = 'stop', { minutes = 0, env: changes = {}, deed } = {}) {
      await Promise.all(running.map((one) => one[how]()));
      Object.assign(env, changes);
      if (minutes > 0) await advance(minutes);
      await deed?.();
      await start();
    },
    advance,
    async close() {
      await Promise.all(running.map((one) => one.stop()));
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([tenant.stop(), openId.stop(), place.remove(), balancer?.stop()]);
      await teams.stop();
    },
  };
}

function startInstance(env: Readonly<Record<string, string>>, folder: string): Promise<BotProcess> {
  mkdirSync(folder, { recursive: true });
  return startBotProcess(env, folder, () => undefined);
}
