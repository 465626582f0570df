// A backup that is not what it was becomes no store at all; one from before an upgrade becomes what this version knows.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../../../../src/db/copy/back-up.js';
import { readBackup } from '../../../../src/db/copy/backup-file.js';
import { restore } from '../../../../src/db/copy/move-store.js';
import { writeStore } from '../../../../src/db/copy/write-store.js';
import { migrate } from '../../../../src/db/migrate.js';
import { MIGRATIONS } from '../../../../src/db/migrations/index.js';
import { openStore } from '../../../../src/db/open-store.js';
import { appendAll } from '../../../../src/db/record.js';
import { EMBEDDED, type StorePlace } from '../../../support/store.js';
import { entry, T0 } from '../samples.js';
import { backUpOf, ENTRIES, filledPlace, openDb } from './filled.js';
import { foreign, spoilt } from './spoilt.js';

describe('A backup that is not what it was', () => {
  let folder: string;
  let source: StorePlace;
  let whole: Buffer;
  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-copy-'));
    source = await filledPlace(EMBEDDED);
    await backUpOf(source, join(folder, 'backup'));
    whole = readFileSync(join(folder, 'backup'));
  });
  after(async () => {
    await source.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused before anything is made', async () => {
    const target = join(folder, 'target');
    for (const [what, bytes] of spoilt(whole)) {
      const bad = join(folder, 'bad');
      writeFileSync(bad, bytes);
      await assert.rejects(restore(bad, { kind: 'embedded', folder: target }), Error, what);
      assert.ok(!existsSync(target), what);
    }
    await assert.rejects(restore(join(folder, 'none'), { kind: 'embedded', folder: target }), /ENOENT/u);
  });

  it('is refused by what would write it, too, and leaves nothing', async () => {
    const place = await EMBEDDED.newPlace();
    const { db, close } = await openDb(place);
    await db.script('DROP SCHEMA guard CASCADE');
    const bad = join(folder, 'bad');
    const spoiled = [...spoilt(whole), ...foreign(whole)];
    for (const [what, bytes] of spoiled) {
      writeFileSync(bad, bytes);
      await assert.rejects(writeStore(db, readBackup(bad)), Error, what);
      const [{ there } = { there: true }] = await db.query<{ there: boolean }>(
        `SELECT to_regnamespace('guard') IS NOT NULL AS there`,
      );
      assert.equal(there, false, what);
    }
    assert.equal((await writeStore(db, readBackup(join(folder, 'backup')))).entries, ENTRIES);
    await close();
    await place.remove();
  });

  it('from before an upgrade becomes what this version knows', async () => {
    const place = await EMBEDDED.newPlace();
    const { db, close } = await openDb(place);
    await db.script('DROP SCHEMA guard CASCADE');
    const old = MIGRATIONS.length - 2;
    await migrate(db, MIGRATIONS.slice(0, old));
    await appendAll(db, [entry({ at: T0 })]);
    const file = join(folder, 'old');
    await backUp(db, file);
    await db.script('DROP SCHEMA guard CASCADE');
    assert.equal((await writeStore(db, readBackup(file))).head.tables, old);
    await close();
    const store = await openStore(place);
    assert.equal((await store.audit.chain.head()).seq, 1);
    assert.equal((await store.migrations()).applied, MIGRATIONS.length);
    await store.close();
    await place.remove();
  });
});
