// `npm run prove:takeover [kills]`: two instances on one PostgreSQL, the watching one killed again and again while accounts change; nothing may be missed or told twice.
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { SILENT } from '../../src/db/log.js';
import { openPostgres } from '../../src/db/postgres/open-postgres.js';
import { answerTo, says } from '../support/reading.js';
import { openStage, type Stage, type StageInstance } from '../support/stage.js';
import { postgresEngine } from './engine.js';
import { seconds, spread, table } from './figures.js';
import { ledgerOfDeeds } from './ledger-of-deeds.js';
import { blockedShared } from './tenant-life.js';

const KILLS = Number(process.argv[2] ?? 20);
/** Accounts changed before each kill, and after it. */
const CHANGES = 3;
const INTERVAL_MS = 2_000;
/** Longest that a takeover may take. */
const TAKEOVER_MS = 60_000;
const TITLE = 'Sign-in was allowed again';

/** The instance that asks for changes now, or asked last: pino writes milliseconds into each line. */
function watching(stage: Stage): StageInstance {
  const last = (one: StageInstance): number => {
    const line = one
      .log()
      .trimEnd()
      .split('\n')
      .findLast((text) => text.includes('"msg":"watching"'));
    return line === undefined ? 0 : Number(/"time":(\d+)/u.exec(line)?.[1] ?? 0);
  };
  const [first, second] = stage.instances;
  if (first === undefined || second === undefined) throw new Error('There are not two instances.');
  return last(first) >= last(second) ? first : second;
}

async function until(holds: () => Promise<boolean>, ms: number, what: string): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await pause(100)) {
    if (Date.now() > end) throw new Error(`Waited ${ms / 1000} s in vain: ${what}`);
  }
}

async function prove(): Promise<boolean> {
  const env = { WATCH_INTERVAL: 'PT2S', SCAN_INTERVAL: 'PT24H', ALERT_FLOOD: '1000', SIGN_IN_LOOKS: '0' };
  // The feed of changes is a second slow, so that most kills fall into a poll.
  const stage = await openStage({
    engine: postgresEngine(),
    instances: 2,
    env,
    tenant: { users: 1_000, mailboxes: 200 },
  });
  const { db, close } = await openPostgres(stage.databaseUrl ?? '', SILENT);
  try {
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    await answerTo(stage.person('requester'), 'list');
    stage.tenant.faults.add({ effect: { kind: 'delay', ms: 1_000 }, route: 'GET /users/delta' });
    const { directory } = stage.tenant;
    const accounts = blockedShared(directory);
    const deeds = await ledgerOfDeeds(db);
    let turn = 0;
    const change = (): void => {
      for (let n = 0; n < CHANGES; n += 1) {
        const objectId = accounts[turn % accounts.length] ?? '';
        turn += 1;
        const enabled = !directory.isEnabled(objectId);
        directory.setAccountEnabled(objectId, enabled);
        deeds.done(objectId, enabled);
      }
    };
    const takeovers: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      change();
      await pause(Math.random() * INTERVAL_MS);
      const victim = watching(stage);
      await victim.kill();
      const killedAt = Date.now();
      change();
      await until(() => deeds.isSettled(), TAKEOVER_MS * 2, `kill ${kill}`);
      const [answered] = await db.query<{ at: string }>(
        `SELECT (extract(epoch FROM answered_at) * 1000)::float8 AS at FROM guard.watch_state`,
      );
      takeovers.push(Math.max(0, Number(answered?.at ?? 0) - killedAt));
      await victim.start();
      process.stderr.write(`kill ${kill}: all known ${seconds(Date.now() - killedAt)} later\n`);
    }
    const cards = () => avery.personalChat().messages().filter(says(TITLE));
    const [told] = await db.query<{ episodes: number }>(
      "SELECT count(*)::int AS episodes FROM guard.findings f WHERE f.kind = 're-enabled'",
    );
    const episodes = told?.episodes ?? 0;
    await until(async () => cards().length >= episodes, 60_000, 'the cards');
    await pause(3_000);
    const { missed, invented, delays } = await deeds.verdict();
    const copies = cards().filter(says('may stand here twice')).length;
    table([
      ['kills of the watching instance', String(KILLS)],
      ['changes of accounts', String(deeds.count)],
      ['missed', String(missed)],
      ['recorded without a change, or twice', String(invented)],
      ['from the change to the record', spread(delays)],
      ['until the other instance had answered', spread(takeovers.toSorted((a, b) => a - b))],
      ['episodes, and cards in the chat', `${episodes}, ${cards().length} (${copies} marked as copies)`],
    ]);
    const isOver = takeovers.some((ms) => ms > TAKEOVER_MS);
    return missed === 0 && invented === 0 && !isOver && cards().length - copies === episodes;
  } finally {
    await close();
    await stage.close();
  }
}

const isProved = await prove();
process.stdout.write(isProved ? 'Proved.\n' : 'NOT proved.\n');
process.exit(isProved ? 0 : 1);
