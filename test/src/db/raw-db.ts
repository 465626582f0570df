// The tables themselves, past the store's doors: for tests that play somebody with all rights.
import type { Db } from '../../../src/db/db.js';
import { openEmbedded } from '../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../src/db/log.js';
import { openPostgres } from '../../../src/db/postgres/open-postgres.js';
import type { UnderTest } from './on-each-engine.js';

/** Opens the tables of a store under test. The embedded engine lets one process in once, so its store is closed meanwhile. */
export async function rawDb(under: UnderTest): Promise<{ readonly db: Db; close(): Promise<void> }> {
  const { databaseUrl, dataDir } = under.place();
  if (databaseUrl !== null) return openPostgres(databaseUrl, SILENT);
  await under.store().close();
  const { db, close } = await openEmbedded({ dataDir, log: SILENT });
  return {
    db,
    async close() {
      await close();
      await under.reopen();
    },
  };
}
