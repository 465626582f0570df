// `npm run sandbox`: a tenant, the bot and two Teams-like windows on this machine, until Ctrl-C.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBotProcess } from './bot-process.js';
import { botSettings, botTokenCheck } from './bot-settings.js';
import { sandboxFolder } from './certificate.js';
import { startOpenId } from './channel/openid.js';
import { startRelay } from './channel/relay.js';
import { createChannelKeys } from './channel/signing.js';
import { freePort } from './playground/free-port.js';
import { openWindow, type Surroundings } from './playground/open-window.js';
import type { Playground } from './playground/playground.js';
import { announceControl } from './tenant/control-file.js';
import { startTenant } from './tenant/index.js';
import type { PersonaName } from './tenant/seed/people.js';
import { banner } from './welcome.js';

const PORTS = { bot: 3978, requester: 56_150, approver: 56_151 };

const { values } = parseArgs({
  options: {
    users: { type: 'string' },
    mailboxes: { type: 'string' },
    seed: { type: 'string' },
    'exchange-api': { type: 'string', default: 'v2' },
  },
});

/** What was started, in order; stopped the other way round. */
const started: { stop(): Promise<unknown> }[] = [];
let stopping: Promise<void> | null = null;
/** Ends what is still on its way up. */
const giveUp = new AbortController();

async function stopAll(): Promise<void> {
  for (const one of started.splice(0).reverse()) await one.stop().catch(() => undefined);
}

function end(exitCode: number): void {
  giveUp.abort();
  stopping ??= stopAll().finally(() => process.exit(exitCode));
}

function keep<T extends { stop(): Promise<unknown> }>(one: T): T {
  if (giveUp.signal.aborted) void one.stop();
  else started.push(one);
  return one;
}

function wholeNumber(name: 'users' | 'mailboxes' | 'seed'): Readonly<Record<string, number>> {
  const said = values[name];
  if (said === undefined) return {};
  const number = Number(said);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} takes a whole number, not "${said}".`);
  return { [name]: number };
}

/** Who sits in which window. The one who asks is an approver too: that one's own request must still be refused. */
const SEATS = { requester: 'both', approver: 'approver' } as const satisfies Record<string, PersonaName>;
type Role = keyof typeof SEATS;

/** One after the other: the second must not take the port that the first has moved to. */
async function openWindows(surroundings: Surroundings): Promise<Readonly<Record<Role, Playground>>> {
  const open = async (key: Role, taken: number): Promise<Playground> =>
    keep(await openWindow({ key, who: SEATS[key], port: PORTS[key], taken: [taken] }, surroundings));
  const requester = await open('requester', PORTS.approver);
  return { requester, approver: await open('approver', requester.port) };
}

async function run(): Promise<void> {
  const began = performance.now();
  const tenant = keep(
    await startTenant({ ...wholeNumber('users'), ...wholeNumber('mailboxes'), ...wholeNumber('seed') }),
  );
  const withdraw = announceControl(tenant.controlUrl);
  keep({ stop: async () => withdraw() });
  const keys = await createChannelKeys();
  const openId = keep(await startOpenId(keys));
  const botPort = await freePort(PORTS.bot);
  // Two sandboxes of one checkout cannot share a port, so they do not share a folder either.
  const root = join(sandboxFolder(), String(botPort));
  const dataDir = join(root, 'data');
  const botEndpoint = (): string => `http://127.0.0.1:${botPort}/api/messages`;
  const appId = tenant.identities.bot.clientId;
  const relay = keep(
    await startRelay({ keys, appId, tenantId: tenant.tenantId, botEndpoint, checkBotToken: botTokenCheck(tenant) }),
  );
  // The tenant starts afresh each time, so what the bot remembered of the last one goes too.
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const settings = {
    ...botSettings(tenant, openId, new URL(relay.url).host),
    EXCHANGE_API: values['exchange-api'],
    // Nobody at the keyboard wants to wait a minute for an alert.
    WATCH_INTERVAL: process.env['WATCH_INTERVAL'] ?? 'PT5S',
    DATA_DIR: dataDir,
    PORT: String(botPort),
  };
  const [bot, windows] = await Promise.all([
    startBotProcess(settings, root, () => end(1), giveUp.signal).then(keep),
    openWindows({ tenant, relay, root }),
  ]);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(banner({ tenant, bot, botMoved: botPort !== PORTS.bot, ...windows, seconds }));
}

process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
process.on('SIGHUP', () => end(0));
try {
  await run();
} catch (error) {
  if (stopping === null) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  end(1);
}
