// `npm run prove:alerts [changes]`: with the intervals that a new bot has, how long until it stands in the chat that an account was allowed to sign in.
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../sandbox/tenant/random.js';
import { SILENT } from '../../src/db/log.js';
import { openPostgres } from '../../src/db/postgres/open-postgres.js';
import { answerTo } from '../support/reading.js';
import { openStage } from '../support/stage.js';
import { postgresEngine } from './engine.js';
import { seconds, spread, table } from './figures.js';
import { ledgerOfDeeds } from './ledger-of-deeds.js';
import { whatWasTold } from './telling.js';
import { blockedShared } from './tenant-life.js';

const CHANGES = Number(process.argv[2] ?? 50);
/** Longest pause between two changes: four or five fall into a poll, too few for a digest. */
const APART_MS = 24_000;
/** Goals for the slowest of them. */
const FROM_CHANGE_MS = 90_000;
const FROM_POLL_MS = 5_000;

async function prove(): Promise<boolean> {
  const stage = await openStage({ engine: postgresEngine(), tenant: { users: 2_000, mailboxes: 1_000 } });
  const { db, close } = await openPostgres(stage.databaseUrl ?? '', SILENT);
  try {
    const avery = stage.person('approver');
    await answerTo(avery, 'help');
    await answerTo(stage.person('requester'), 'list');
    const random = createRandom(11);
    const accounts = blockedShared(stage.tenant.directory);
    const deeds = await ledgerOfDeeds(db);
    for (let n = 0; n < CHANGES; n += 1) {
      await pause(random.next() * APART_MS);
      const [objectId = ''] = accounts.splice(Math.floor(random.next() * accounts.length), 1);
      stage.tenant.directory.setAccountEnabled(objectId, true, 'Oli Outside');
      deeds.done(objectId, true);
    }
    await pause(2 * FROM_CHANGE_MS);
    const { missed, invented, delays } = await deeds.verdict();
    const told = await whatWasTold(db, avery.personalChat().messages(), deeds);
    table([
      ['accounts allowed to sign in', String(deeds.count)],
      ['missed; recorded twice, or without a change', `${missed}; ${invented}`],
      ['told by a card of their own; in a digest', `${told.single}; ${told.inDigest}`],
      ['told in no way; twice', `${told.untold}; ${told.twice}`],
      ['from the change to the record', spread(delays)],
      [`from the change to its card (goal: ${seconds(FROM_CHANGE_MS)})`, spread(told.delays)],
      [`from the poll that saw it to its card (goal: ${seconds(FROM_POLL_MS)})`, spread(told.fromRecord)],
    ]);
    const isSoon = (told.delays.at(-1) ?? Infinity) < FROM_CHANGE_MS;
    const isAtOnce = (told.fromRecord.at(-1) ?? Infinity) < FROM_POLL_MS;
    return missed + invented + told.untold + told.twice === 0 && told.single === CHANGES && isSoon && isAtOnce;
  } finally {
    await close();
    await stage.close();
  }
}

const isProved = await prove();
process.stdout.write(isProved ? 'Proved.\n' : 'NOT proved.\n');
process.exit(isProved ? 0 : 1);
