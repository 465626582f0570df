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
import { onEachEngine } from './on-each-engine.js';
import { rawDb } from './raw-db.js';
import { entry } from './samples.js';

const TABLES = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'guard' ORDER BY 1`;

async function tables(db: Db): Promise<readonly string[]> {
  return (await db.query<{ name: string }>(TABLES)).map(({ name }) => name);
}

onEachEngine('Migrations', {}, (under) => {
  it('begin from nothing, and do nothing the second time', async () => {
    const { db, close } = await rawDb(under);
    try {
      const before = await tables(db);
      assert(before.includes('record') && before.includes('migrations'));
      assert.equal(await migrate(db), 0);
      await db.script('DROP SCHEMA guard CASCADE');
      assert.equal(await migrate(db), MIGRATIONS.length);
      assert.deepEqual(await tables(db), before);
      assert.equal(await migrate(db), 0);
    } finally {
      await close();
    }
  });

  it('apply all that are missing, or none of them', async () => {
    const { db, close } = await rawDb(under);
    try {
      const good = { name: 'good', sql: 'CREATE TABLE guard.good (n int); INSERT INTO guard.good VALUES (1)' };
      const bad = { name: 'bad', sql: 'CREATE TABLE guard.bad (n int); SELECT nonsense' };
      await assert.rejects(migrate(db, [...MIGRATIONS, good, bad]), /nonsense/);
      assert(!(await tables(db)).includes('good'));
      assert.equal(await migrate(db), 0, 'and the version is what it was');
      await db.script('DELETE FROM guard.migrations WHERE number > 1');
    } finally {
      await close();
    }
  });

  it('refuse tables of a newer version, and touch nothing', async () => {
    const { db, close } = await rawDb(under);
    const later = [...MIGRATIONS, { name: 'later', sql: 'CREATE TABLE guard.later (n int)' }];
    try {
      assert.equal(await migrate(db, later), 1);
      await assert.rejects(migrate(db), (error) => {
        assert(error instanceof Refused && error.failure.kind === 'bad-config');
        assert.match(
          error.failure.problems.join(),
          /newer version of Mailbox Guard \(tables at 2, this version knows 1\)/,
        );
        return true;
      });
    } finally {
      await db.script(`DROP TABLE guard.later; DELETE FROM guard.migrations WHERE name = 'later'`);
      await close();
    }
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
      assert.deepEqual(await db.query('SELECT number FROM guard.migrations'), [{ number: 1 }]);
      await close();
    } finally {
      await place.remove();
    }
  });
});
