// Housekeeping: the log of the embedded engine is used again instead of growing for ever, dead rows make room.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointWhenDue, vacuum } from '../../../../src/db/embedded/housekeeping.js';
import { type Embedded, openEmbedded } from '../../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../../src/db/log.js';
import { type StorePlace, storeEngines } from '../../../support/store.js';

const MEGABYTE = 1024 ** 2;

describe('Housekeeping of the embedded store', () => {
  let place: StorePlace;
  let embedded: Embedded;
  before(async () => {
    const [engine] = storeEngines();
    assert(engine !== undefined);
    place = await engine.newPlace();
    embedded = await openEmbedded({ dataDir: place.dataDir, log: SILENT });
    await embedded.db.script('CREATE TABLE guard.rubbish (text text)');
  });
  after(async () => {
    await embedded.close();
    await place.remove();
  });

  const write = async (): Promise<void> => {
    await embedded.db.script(`
      TRUNCATE guard.rubbish;
      INSERT INTO guard.rubbish SELECT repeat(md5(n::text), 30) FROM generate_series(1, 20000) n`);
  };
  const logSize = (): number => {
    const folder = join(place.dataDir, 'store', 'pg_wal');
    return readdirSync(folder).reduce((size, name) => size + statSync(join(folder, name)).size, 0);
  };

  it('keeps the log small, whatever is written', async () => {
    let since = await checkpointWhenDue(embedded.pglite, null);
    for (let n = 0; n < 12; n += 1) {
      await write();
      since = await checkpointWhenDue(embedded.pglite, since);
    }
    assert(logSize() < 130 * MEGABYTE, `${logSize() / MEGABYTE} MB of log`);
  });

  it('does nothing while little was written', async () => {
    const since = await checkpointWhenDue(embedded.pglite, null);
    await embedded.db.query('INSERT INTO guard.rubbish VALUES ($1)', ['little']);
    assert.equal(await checkpointWhenDue(embedded.pglite, since), since);
    await write();
    assert.notEqual(await checkpointWhenDue(embedded.pglite, since), since);
  });

  it('gives the room of dead rows to new ones', async () => {
    const size = async (): Promise<number> => {
      const [row] = await embedded.db.query<{ size: number }>(
        `SELECT pg_total_relation_size('guard.rubbish')::int AS size`,
      );
      return row?.size ?? 0;
    };
    await write();
    const before = await size();
    for (let n = 0; n < 3; n += 1) {
      await embedded.db.query('UPDATE guard.rubbish SET text = text || $1', ['.']);
      await vacuum(embedded.pglite);
    }
    assert((await size()) < before * 2.5, `${before} grew to ${await size()}`);
  });
});
