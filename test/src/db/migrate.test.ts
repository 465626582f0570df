// Migrations: forward only, all or nothing, and safe when instances start together.
import assert from 'node:assert/strict';
import type { Db } from '../../../src/db/db.js';
import { SILENT } from '../../../src/db/log.js';
import { migrate } from '../../../src/db/migrate.js';
import { MIGRATIONS } from '../../../src/db/migrations/index.js';
import { openStore } from '../../../src/db/open-store.js';
import { openPostgres } from '../../../src/db/postgres/open-postgres.js';
import { Refused } from '../../../src/failure.js';
import { storeEngines } from '../../support/store.js';
import { onEachEnginesTables } from './on-each-engine.js';
import { entry } from './samples.js';

const TABLES = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'guard' ORDER BY 1`;

async function tables(db: Db): Promise<readonly string[]> {
  return (await db.query<{ name: string }>(TABLES)).map(({ name }) => name);
}

onEachEnginesTables('Migrations', (db) => {
  it('begin from nothing, and do nothing the second time', async () => {
    const before = await tables(db());
    assert(before.includes('record') && before.includes('migrations'));
    assert.equal(await migrate(db()), 0);
    await db().script('DROP SCHEMA guard CASCADE');
    assert.equal(await migrate(db()), MIGRATIONS.length);
    assert.deepEqual(await tables(db()), before);
    assert.equal(await migrate(db()), 0);
  });

  it('apply all that are missing, or none of them', async () => {
    const good = { name: 'good', sql: 'CREATE TABLE guard.good (n int); INSERT INTO guard.good VALUES (1)' };
    const bad = { name: 'bad', sql: 'CREATE TABLE guard.bad (n int); SELECT nonsense' };
    await assert.rejects(migrate(db(), [...MIGRATIONS, good, bad]), /nonsense/);
    assert(!(await tables(db())).includes('good'));
    assert.equal(await migrate(db()), 0, 'the version is not what it was');
  });

  it('refuse tables of a newer version', async () => {
    const known = MIGRATIONS.length;
    const later = { name: 'later', sql: 'CREATE TABLE guard.later (n int)' };
    assert.equal(await migrate(db(), [...MIGRATIONS, later]), 1);
    await assert.rejects(migrate(db()), (error) => {
      assert(error instanceof Refused && error.failure.kind === 'bad-config');
      const sentence = `newer version of Mailbox Guard \\(tables at ${known + 1}, this version knows ${known}\\)`;
      assert.match(error.failure.problems.join(), new RegExp(sentence));
      return true;
    });
  });
});

describe('Several instances on one PostgreSQL', () => {
  const postgres = storeEngines().find(({ name }) => name === 'postgres');

  it('may start at the same moment, on nothing', async function () {
    if (postgres === undefined) this.skip();
    const place = await postgres.newPlace();
    try {
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(place)));
      await Promise.all(stores.map(({ record }, n) => record.append(entry({ detail: { n } }))));
      const [first] = stores;
      assert.equal((await first?.record.newest({ before: null, limit: 10 }))?.length, 4);
      await Promise.all(stores.map((store) => store.close()));
      const { db, close } = await openPostgres(place.databaseUrl ?? '', SILENT);
      assert.deepEqual(
        await db.query('SELECT number FROM guard.migrations'),
        MIGRATIONS.map((_, n) => ({ number: n + 1 })),
      );
      await close();
    } finally {
      await place.remove();
    }
  });
});
