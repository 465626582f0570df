// A statement on the store of a test, past its doors: the embedded engine lets nobody else in meanwhile.
import { openEmbedded } from '../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../src/db/log.js';
import { openPostgres } from '../../../src/db/postgres/open-postgres.js';
import type { UnderTest } from '../db/on-each-engine.js';

export async function runOn(under: UnderTest, statement: string): Promise<void> {
  const { databaseUrl, dataDir } = under.place();
  if (databaseUrl === null) await under.store().close();
  const { db, close } =
    databaseUrl === null ? await openEmbedded({ dataDir, log: SILENT }) : await openPostgres(databaseUrl, SILENT);
  await db.query(statement);
  await close();
  if (databaseUrl === null) await under.reopen();
}
