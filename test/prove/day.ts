// `npm run prove:day [changes] [mailboxes]`: a day of tenant life in minutes. Accounts change at random while the bot is restarted and killed, its token expires, Microsoft throttles and a permission goes; every change must be recorded and told exactly once.
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { createRandom } from '../../sandbox/tenant/random.js';
import type { Db } from '../../src/db/db.js';
import { SILENT } from '../../src/db/log.js';
import { openPostgres } from '../../src/db/postgres/open-postgres.js';
import { answerTo } from '../support/reading.js';
import { openStage, type Stage } from '../support/stage.js';
import { postgresEngine } from './engine.js';
import { spread, table } from './figures.js';
import { type LedgerOfDeeds, ledgerOfDeeds } from './ledger-of-deeds.js';
import { type Telling, whatWasTold } from './telling.js';
import { type Life, tenantLife } from './tenant-life.js';

const CHANGES = Number(process.argv[2] ?? 500);
const MAILBOXES = Number(process.argv[3] ?? 10_000);
const SIZE = { users: 2 * MAILBOXES, mailboxes: MAILBOXES };
const ENV = { WATCH_INTERVAL: 'PT2S', SCAN_INTERVAL: 'PT30S', SIGN_IN_LOOKS: '10' };
/** Milliseconds that a trouble lasts. */
const TROUBLE_MS = 20_000;
/** Longest until everything is known after the last change: a scan, and what a lost poll costs. */
const SETTLED_MS = 240_000;

/** What goes wrong, by the share of the changes after which it does. */
const TROUBLES: readonly { readonly at: number; readonly what: string; run(stage: Stage): Promise<void> }[] = [
  { at: 0.15, what: 'restart', run: (stage) => stage.restart('stop') },
  {
    at: 0.3,
    what: 'token expires',
    run: async ({ tenant }) => tenant.expireDeltaTokens(),
  },
  {
    at: 0.45,
    what: 'storm of 429',
    async run({ tenant }) {
      const id = tenant.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 2 }, probability: 0.8 });
      await pause(TROUBLE_MS);
      tenant.faults.clear(id);
    },
  },
  { at: 0.6, what: 'kill', run: (stage) => stage.restart('kill') },
  {
    at: 0.75,
    // A token keeps what it was issued with for up to a day: the bot learns of it when it is started again.
    what: 'permission taken away',
    async run(stage) {
      stage.tenant.permissions.revoke('graph', 'User.Read.All');
      await stage.restart('stop');
      await pause(TROUBLE_MS);
      stage.tenant.permissions.grant('graph', 'User.Read.All');
      await stage.restart('kill');
    },
  },
];

async function live(stage: Stage, life: Life, deeds: LedgerOfDeeds): Promise<void> {
  const troubles = [...TROUBLES];
  let under: Promise<void> = Promise.resolve();
  for (let n = 0; n < CHANGES; n += 1) {
    const [trouble] = troubles;
    if (trouble !== undefined && n >= trouble.at * CHANGES) {
      troubles.shift();
      await under;
      process.stderr.write(`${n} changes: ${trouble.what}\n`);
      under = trouble.run(stage);
    }
    await life.change(deeds);
    await pause(250);
  }
  await under;
}

async function firstScan(db: Db): Promise<void> {
  while ((await db.query('SELECT 1 FROM guard.watch_state WHERE completed_at IS NOT NULL')).length === 0)
    await pause(500);
}

async function settled(deeds: LedgerOfDeeds): Promise<void> {
  for (const end = Date.now() + SETTLED_MS; Date.now() < end && !(await deeds.isSettled()); ) await pause(1_000);
}

async function prove(): Promise<boolean> {
  const stage = await openStage({ engine: postgresEngine(), env: ENV, tenant: SIZE });
  const { db, close } = await openPostgres(stage.databaseUrl ?? '', SILENT);
  try {
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    await firstScan(db);
    const deeds = await ledgerOfDeeds(db);
    const life = tenantLife(stage.tenant.directory, createRandom(7), db);
    stage.tenant.requests.clear();
    const began = Date.now();
    await live(stage, life, deeds);
    await settled(deeds);
    await pause(10_000);
    const minutes = (Date.now() - began) / 60_000;
    const all: readonly ChatMessage[] = avery.personalChat().messages();
    const messages = all.filter(({ sentAt }) => sentAt.getTime() >= began);
    const told = await whatWasTold(db, messages, deeds);
    return await report(deeds, told, stage, minutes);
  } finally {
    await close();
    await stage.close();
  }
}

async function report(deeds: LedgerOfDeeds, told: Telling, stage: Stage, minutes: number): Promise<boolean> {
  const { missed, invented, delays } = await deeds.verdict();
  const { requests } = stage.tenant;
  const throttled = requests.count({ status: 429 });
  const [graph, exchange] = (['graph', 'exchange'] as const).map((service) =>
    String(requests.count({ service, inBatch: false })),
  );
  table([
    ['mailboxes, users', `${SIZE.mailboxes}, ${SIZE.users}`],
    ['changes', `${deeds.count} in ${minutes.toFixed(1)} minutes`],
    ['missed', String(missed)],
    ['recorded without a change, or twice', String(invented)],
    ['from the change to the record', spread(delays)],
    ['findings told by a card of their own', String(told.single)],
    ['findings told in a digest', String(told.inDigest)],
    ['findings told in no way, or twice', `${told.untold}, ${told.twice}`],
    ['cards out of date, or not delivered', String(told.stale)],
    ['messages that no delivery knows', String(told.strays)],
    ['cards that call open what is closed, or closed what is open', String(told.untrue)],
    ['from the change to its card', spread(told.delays)],
    ['from the record to its card', spread(told.fromRecord)],
    ['findings about the bot itself, open at the end', `${told.checks}, ${told.openChecks}`],
    ['requests to Graph, Exchange', `${graph}, ${exchange} (${throttled} answered 429)`],
  ]);
  for (const [route, count] of Object.entries(requests.counts())) process.stderr.write(`  ${count} x ${route}\n`);
  return missed + invented + told.untold + told.twice + told.stale + told.strays + told.untrue + told.openChecks === 0;
}

const isProved = await prove();
process.stdout.write(isProved ? 'Proved.\n' : 'NOT proved.\n');
process.exit(isProved ? 0 : 1);
