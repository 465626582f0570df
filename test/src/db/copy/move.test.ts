// A store that moves from the embedded engine to PostgreSQL: all of it or nothing, and never while a bot writes to it.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { moveToPostgres } from '../../../../src/db/copy/move-store.js';
import { openStore } from '../../../../src/db/open-store.js';
import { Refused } from '../../../../src/failure.js';
import { EMBEDDED, type StorePlace } from '../../../support/store.js';
import { contentOf, ENTRIES, filledPlace, openDb, POSTGRES, type Where } from './filled.js';

/** Fits a refusal whose sentence says this. */
const saying =
  (words: RegExp) =>
  (error: unknown): boolean => {
    assert(error instanceof Refused && error.failure.kind === 'bad-config');
    assert.match(error.failure.problems.join(), words);
    return true;
  };

describe('A store that moves to PostgreSQL', () => {
  let source: StorePlace;
  let target: StorePlace;
  before(function () {
    if (POSTGRES === undefined) this.skip();
  });
  beforeEach(async function () {
    this.timeout(60_000);
    source = await filledPlace(EMBEDDED);
    target = (await POSTGRES?.newPlace()) ?? assert.fail();
  });
  afterEach(async () => {
    await source.remove();
    await target.remove();
  });
  const move = (): ReturnType<typeof moveToPostgres> => moveToPostgres(source.dataDir, target.databaseUrl ?? '');

  it('is the same there, row by row, and the folder is not used again by mistake', async () => {
    const before = await contentOf(source);
    const { entries, sums } = await move();
    assert.deepEqual([entries, sums['guard.record']?.rows], [ENTRIES, ENTRIES]);
    assert.deepEqual(await contentOf(target), before);
    assert.deepEqual(await contentOf(source), before, 'nothing of it is touched');
    await assert.rejects(openStore(source), saying(/moved to PostgreSQL at \d{4}/u));
    await assert.rejects(move(), saying(/moved to PostgreSQL at/u));
    rmSync(join(source.dataDir, 'moved-to-postgresql'));
    await assert.rejects(move(), /has a store of Mailbox Guard already; nothing was changed/u);
    await (await openStore(source)).close();
  });

  it('does not move while a bot has it, nor from where there is none', async () => {
    const bot = await openStore(source);
    await assert.rejects(move(), saying(/is in use by process \d+.*Stop that bot first/u));
    await bot.close();
    await assert.rejects(moveToPostgres(join(source.dataDir, 'nowhere'), target.databaseUrl ?? ''), /no store in/u);
    assert.ok(!existsSync(join(source.dataDir, 'nowhere')));
    assert.deepEqual(await schemasOf(target), []);
  });

  it('does not move with a record that was changed', async () => {
    const { db, close } = await openDb(source);
    await db.script(`ALTER TABLE guard.record DISABLE TRIGGER record_is_append_only;
      UPDATE guard.record SET body = replace(body, 'requester', 'somebody') WHERE seq = 1100`);
    await close();
    await assert.rejects(move(), /record is not sound: entry 1100, its hash does not fit/u);
    assert.deepEqual(await schemasOf(target), ['guard_jobs']);
    await (await openStore(source)).close();
  });

  it('does not move into a database where a bot has begun', async () => {
    const bot = await openStore(target);
    await bot.close();
    const before = await contentOf(target);
    await assert.rejects(move(), /already; nothing was changed/u);
    assert.deepEqual(await contentOf(target), before);
  });
});

async function schemasOf(place: Where): Promise<readonly string[]> {
  const { db, close } = await openDb(place);
  const rows = await db.query<{ name: string }>(`SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'guard%'`);
  await close();
  return rows.map(({ name }) => name);
}
