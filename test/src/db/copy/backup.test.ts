// A store as one file and back again, on every pair of engines: the same store, row by row.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBackup } from '../../../../src/db/copy/check-backup.js';
import { restore } from '../../../../src/db/copy/move-store.js';
import { openStore } from '../../../../src/db/open-store.js';
import { type StorePlace, storeEngines } from '../../../support/store.js';
import { backUpOf, contentOf, ENTRIES, filledPlace, POSTGRES, type Where } from './filled.js';

const storeOf = ({ databaseUrl, dataDir }: Where): Parameters<typeof restore>[1] =>
  databaseUrl === null ? { kind: 'embedded', folder: dataDir } : { kind: 'postgresql', url: databaseUrl };

for (const engine of storeEngines()) {
  describe(`A backup of the ${engine.name} store`, () => {
    let folder: string;
    let place: StorePlace;
    let file: string;
    const places: StorePlace[] = [];
    before(async function () {
      this.timeout(60_000);
      folder = mkdtempSync(join(tmpdir(), 'mailbox-guard-copy-'));
      file = join(folder, 'backup');
      place = await filledPlace(engine);
      places.push(place);
      await backUpOf(place, file);
    });
    after(async () => {
      for (const one of places) await one.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Where there is no store yet. */
    async function nowhere(name: string): Promise<Where> {
      if (name === 'embedded') return { databaseUrl: null, dataDir: mkdtempSync(join(folder, 'restored-')) };
      const fresh = (await POSTGRES?.newPlace()) ?? assert.fail();
      places.push(fresh);
      return fresh;
    }

    it('is for its owner alone, and is told to be whole without any store', async () => {
      assert.equal(statSync(file).mode & 0o777, process.platform === 'win32' ? 0o666 : 0o600);
      const { head, sums, entries } = await checkBackup(file);
      assert.deepEqual([entries, sums['guard.record']?.rows], [ENTRIES, ENTRIES]);
      const content = await contentOf(place);
      const [id] = content['guard.identity'] ?? [];
      assert.equal(head.storeId, (JSON.parse(id ?? '') as { store_id: string }).store_id);
      const empty = Object.entries(content).filter(([, rows]) => rows.length === 0);
      assert.deepEqual(empty, [], 'every table has something to lose');
      assert.equal(Object.keys(sums).length, Object.keys(content).length - 1, 'and none is left out');
    });

    it('is never written over', async () => {
      const before = readFileSync(file);
      await assert.rejects(backUpOf(place, file), /is there already; a backup is not overwritten/u);
      assert.deepEqual(readFileSync(file), before);
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.endsWith('.part')),
        [],
      );
    });

    for (const { name } of storeEngines()) {
      it(`becomes the same store on ${name}, row by row, and works`, async function () {
        this.timeout(60_000);
        const target = await nowhere(name);
        const { entries } = await restore(file, storeOf(target));
        assert.equal(entries, ENTRIES);
        assert.deepEqual(await contentOf(target), await contentOf(place));
        const store = await openStore(target);
        const { seq } = await store.audit.chain.head();
        await store.close();
        assert.equal(seq, ENTRIES);
        await assert.rejects(restore(file, storeOf(target)), /a store.* already; nothing was changed/u);
      });
    }
  });
}
