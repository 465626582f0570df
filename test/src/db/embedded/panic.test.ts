// A full or failing disk: the statement fails, everything after it too, nothing hangs, and nothing acknowledged is lost.
import assert from 'node:assert/strict';
import type { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS } from '../../../../src/db/embedded/durable-fs.js';
import { type Embedded, openEmbedded } from '../../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../../src/db/log.js';
import { type StorePlace, storeEngines } from '../../../support/store.js';

const WASI = { EIO: 29, ENOSPC: 51 } as const;

interface NodeFiles {
  readonly FS: { readonly ErrnoError: new (errno: number) => Error };
  readonly NODEFS: { readonly stream_ops: { write(...args: unknown[]): number; fsync(file: unknown): number } };
}

/** A disk that fails when it is told to. */
class FailingNodeFS extends DurableNodeFS {
  fault: 'none' | 'full' | 'broken' = 'none';

  override async init(pg: PGlite, options: Parameters<DurableNodeFS['init']>[1]): ReturnType<DurableNodeFS['init']> {
    const result = await super.init(pg, options);
    result.emscriptenOpts.preRun?.push((module: unknown) => {
      const { FS, NODEFS } = module as NodeFiles;
      const { write, fsync } = NODEFS.stream_ops;
      NODEFS.stream_ops.write = (...args) => {
        if (this.fault === 'full') throw new FS.ErrnoError(WASI.ENOSPC);
        return write(...args);
      };
      NODEFS.stream_ops.fsync = (file) => (this.fault === 'broken' ? WASI.EIO : fsync(file));
    });
    return result;
  }
}

describe('A disk that fails under the embedded store', () => {
  let place: StorePlace;
  before(async () => {
    const [engine] = storeEngines();
    assert(engine !== undefined);
    place = await engine.newPlace();
  });
  after(() => place.remove());

  const welcomed = async ({ db }: Embedded): Promise<readonly string[]> =>
    (await db.query<{ id: string }>('SELECT conversation_id AS id FROM guard.welcomes ORDER BY 1')).map(({ id }) => id);
  const welcome = async ({ db }: Embedded, id: string): Promise<void> => {
    await db.query('INSERT INTO guard.welcomes VALUES ($1)', [id]);
  };

  for (const [fault, words] of [
    ['full', /No space left on device/],
    ['broken', /could not fsync file .* I\/O error/i],
  ] as const) {
    it(`stops when it is ${fault}, says why, and comes back whole`, async () => {
      const disks: FailingNodeFS[] = [];
      const filesystem = (directory: string): FailingNodeFS => {
        const disk = new FailingNodeFS(directory);
        disks.push(disk);
        return disk;
      };
      const stopped: string[] = [];
      const onStopped = ({ message }: Error): unknown => stopped.push(message);
      const embedded = await openEmbedded({ dataDir: place.dataDir, log: SILENT, filesystem, onStopped });
      await welcome(embedded, `${fault} before`);
      const [disk] = disks;
      assert(disk !== undefined);
      disk.fault = fault;
      await assert.rejects(welcome(embedded, `${fault} during`), words);
      disk.fault = 'none';
      await assert.rejects(welcome(embedded, `${fault} after`), words, 'it went on after giving up');
      await assert.rejects(
        embedded.db.transaction(() => welcome(embedded, 'never')),
        words,
      );
      assert.equal(stopped.length, 1);
      assert.match(stopped.join(), words);
      await embedded.close();
      const again = await openEmbedded({ dataDir: place.dataDir, log: SILENT });
      try {
        const there = await welcomed(again);
        assert(there.includes(`${fault} before`), 'acknowledged and lost');
        assert(!there.includes(`${fault} after`));
        await welcome(again, `${fault} again`);
      } finally {
        await again.close();
      }
    });
  }
});
