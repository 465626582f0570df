// An office of three: the parts of `npm run sandbox` put together so that a story can move time, restart the bot and mend the tenant.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.js';
import { botSettings, botTokenCheck } from '../../sandbox/bot-settings.js';
import { startOpenId } from '../../sandbox/channel/openid.js';
import { type Relay, startRelay } from '../../sandbox/channel/relay.js';
import { createChannelKeys } from '../../sandbox/channel/signing.js';
import { openWindow } from '../../sandbox/playground/open-window.js';
import { startTenant, type Tenant, type TenantOptions } from '../../sandbox/tenant/index.js';
import type { PersonaName } from '../../sandbox/tenant/seed/people.js';
import { movedClock } from '../support/move-clock.js';
import type { Seat } from './sandbox-run.js';

export interface OfficeOptions {
  readonly tenant: TenantOptions;
  /** Further settings of the bot. */
  readonly env: Readonly<Record<string, string>>;
  /** Who sits in which window, by the window's name. */
  readonly seats: Readonly<Record<string, PersonaName>>;
  /** What is done to the tenant before the bot sees it. */
  prepare(tenant: Tenant): void;
}

export interface Office {
  readonly tenant: Tenant;
  /** By the name of the window. */
  readonly seats: Readonly<Record<string, Seat>>;
  /** Address of the relay for what this window sends. */
  messagesUrl(window: string): string;
  /** Moves every clock forward by so many minutes. */
  advance(minutes: number): Promise<void>;
  /** Stops the bot and starts it again on the same store, after so many minutes and with these settings. */
  restart(minutes: number, env?: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/** Above those of `npm run sandbox`, which may run beside it. */
const FIRST_PORT = 56_160;

/** Opens it; `close` stops everything that runs in it. */
export async function openOffice(options: OfficeOptions): Promise<Office> {
  const root = mkdtempSync(join(tmpdir(), 'mailbox-guard-office-'));
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(root, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    return await furnish(options, root, { close, whenClosing: (stop) => void stops.push(stop) });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Closing {
  readonly close: () => Promise<void>;
  readonly whenClosing: (stop: () => Promise<unknown>) => void;
}

async function furnish(options: OfficeOptions, root: string, { close, whenClosing }: Closing): Promise<Office> {
  const tenant = await startTenant(options.tenant);
  whenClosing(tenant.stop);
  options.prepare(tenant);
  const keys = await createChannelKeys();
  const openId = await startOpenId(keys);
  whenClosing(openId.stop);
  let bot: BotProcess | null = null;
  const relay = await startRelay({
    ...{ keys, appId: tenant.identities.bot.clientId, tenantId: tenant.tenantId },
    botEndpoint: () => `http://127.0.0.1:${bot?.port}/api/messages`,
    checkBotToken: botTokenCheck(tenant),
    // The bot's clock is moved with the tenant's, and takes no token that is old by it.
    now: () => new Date(tenant.clock.now()),
  });
  whenClosing(relay.stop);
  const clock = movedClock(join(root, 'clock'));
  const settings = { ...botSettings(tenant, openId, new URL(relay.url).host), ...clock.settings, ...options.env };
  const folder = join(root, 'bot');
  mkdirSync(folder);
  const startBot = async (env: Readonly<Record<string, string>>): Promise<void> => {
    bot = await startBotProcess({ ...settings, DATA_DIR: join(root, 'data'), ...env }, folder, () => undefined);
  };
  whenClosing(async () => bot?.stop());
  const advance = async (minutes: number): Promise<void> => {
    await clock.advance(minutes);
    tenant.clock.advance(minutes * 60_000);
  };
  await startBot({});
  const seats = await openSeats(options.seats, { tenant, relay, root }, whenClosing);
  return {
    tenant,
    seats,
    messagesUrl: (window) => `${relay.url}/${window}/api/messages`,
    advance,
    async restart(minutes, env = {}) {
      await bot?.stop();
      await advance(minutes);
      await startBot(env);
    },
    close,
  };
}

/** One after the other: none takes the port that another has moved to. */
async function openSeats(
  seats: OfficeOptions['seats'],
  surroundings: { readonly tenant: Tenant; readonly relay: Relay; readonly root: string },
  whenClosing: Closing['whenClosing'],
): Promise<Office['seats']> {
  const open: Record<string, Seat> = {};
  const taken: number[] = [];
  for (const [key, who] of Object.entries(seats)) {
    const window = await openWindow({ key, who, port: FIRST_PORT, taken }, surroundings);
    whenClosing(window.stop);
    taken.push(window.port);
    open[key] = { name: surroundings.tenant.people[who].displayName, url: window.url };
  }
  return open;
}
