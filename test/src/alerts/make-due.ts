// Lets the time come by the database's clock, which tests cannot move: sets a time of every row into the past.
import { openEmbedded } from '../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../src/db/log.js';
import { openPostgres } from '../../../src/db/postgres/open-postgres.js';
import type { UnderTest } from '../db/on-each-engine.js';

/** Closes and opens the store on the embedded engine, which lets nobody else in meanwhile. */
export async function makeDue(under: UnderTest, table: string, column: string): Promise<void> {
  const { databaseUrl, dataDir } = under.place();
  const statement = `UPDATE guard.${table} SET ${column} = now() - interval '1 second' WHERE ${column} IS NOT NULL`;
  if (databaseUrl !== null) {
    const { db, close } = await openPostgres(databaseUrl, SILENT);
    await db.query(statement);
    return close();
  }
  await under.store().close();
  const { db, close } = await openEmbedded({ dataDir, log: SILENT });
  await db.query(statement);
  await close();
  await under.reopen();
}
