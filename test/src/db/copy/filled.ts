// Stores with at least one row in every table there is, also in those that are made after this was written.
import { backUp } from '../../../../src/db/copy/back-up.js';
import type { Db } from '../../../../src/db/db.js';
import { openEmbedded } from '../../../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../../../src/db/log.js';
import { openStore } from '../../../../src/db/open-store.js';
import { openPostgres } from '../../../../src/db/postgres/open-postgres.js';
import { appendAll } from '../../../../src/db/record.js';
import { type StoreEngine, type StorePlace, storeEngines } from '../../../support/store.js';
import { entry, HOSTILE, T0 } from '../samples.js';

export interface Opened {
  readonly db: Db;
  close(): Promise<void>;
}

export type Where = Pick<StorePlace, 'databaseUrl' | 'dataDir'>;

export function openDb({ databaseUrl, dataDir }: Where): Promise<Opened> {
  return databaseUrl === null ? openEmbedded({ dataDir, log: SILENT }) : openPostgres(databaseUrl, SILENT);
}

/** Where there is one to test on. */
export const POSTGRES = storeEngines().find(({ name }) => name === 'postgres');

export const ENTRIES = 1_250;

/** A record that fills pages, jobs that wait, and one row of everything else. */
export async function filledPlace(engine: StoreEngine): Promise<StorePlace> {
  const place = await engine.newPlace();
  const store = await openStore({ ...place });
  await store.jobs.enqueue({ name: 'deliver', deliveryId: 'waiting' });
  await store.jobs.enqueue({ name: 'expire-request', requestId: 'later' }, { afterMs: 86_400_000 });
  await store.close();
  const entries = Array.from({ length: ENTRIES }, (_, n) => entry({ at: T0, detail: { n, said: HOSTILE } }));
  const { db, close } = await openDb(place);
  await db.transaction(async (tx) => {
    await appendAll(tx, entries);
    for (const table of await emptyTables(tx)) await insertOne(tx, table);
  });
  await close();
  return place;
}

/** Those without a row, parents first. */
async function emptyTables(tx: Db): Promise<readonly string[]> {
  const tables = await tx.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'guard'::regnamespace AND c.relkind = 'r'
      ORDER BY EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), 1`,
  );
  const empty: string[] = [];
  for (const { name } of tables) {
    if ((await tx.query(`SELECT 1 FROM guard.${name} LIMIT 1`)).length === 0) empty.push(name);
  }
  return empty;
}

/** Beyond what JavaScript's numbers and times can hold, so that whoever turns rows into them is found out. */
const VALUES: Readonly<Record<string, string>> = {
  text: `'${HOSTILE.replaceAll("'", "''").replaceAll('\0', '').replaceAll('\uD800', '')}\u2028\r\nsecond line'`,
  bigint: '9007199254740993',
  integer: '7',
  smallint: '3',
  boolean: 'true',
  uuid: `'6ba7b810-9dad-11d1-80b4-00c04fd430c8'`,
  date: `'2026-11-23'`,
  'timestamp with time zone': `'2026-11-23T10:00:00.123456Z'`,
};

async function insertOne(tx: Db, table: string): Promise<void> {
  const columns = await tx.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'guard' AND table_name = $1`,
    [table],
  );
  const values = columns.map(({ type }) => VALUES[type] ?? `'no value for ${type}'`);
  const names = columns.map(({ name }) => name);
  await tx.script(
    `INSERT INTO guard.${table} (${names.join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')});
     SELECT setval(s.oid::regclass, 9007199254740993) FROM pg_class s JOIN pg_depend d ON d.objid = s.oid
       WHERE s.relkind = 'S' AND d.refobjid = 'guard.${table}'::regclass`,
  );
}

export async function backUpOf(place: Where, file: string): Promise<void> {
  const { db, close } = await openDb(place);
  await backUp(db, file).finally(close);
}

/** Every row of every table as text, the migrations' own and the queue's settings aside; and what counters gave out. */
export async function contentOf(place: Where): Promise<Readonly<Record<string, readonly string[]>>> {
  const { db, close } = await openDb(place);
  try {
    return await db.transaction(async (tx) => {
      await tx.script(`SET LOCAL TimeZone = 'UTC'`);
      const tables = await tx.query<{ name: string }>(
        `SELECT schemaname || '.' || tablename AS name FROM pg_tables
          WHERE schemaname = 'guard' AND tablename <> 'migrations' OR schemaname = 'guard_jobs' AND tablename = 'job_common'
          ORDER BY 1`,
      );
      const content: Record<string, readonly string[]> = {};
      for (const { name } of tables)
        content[name] = await linesOf(tx, `SELECT row_to_json(x)::text AS line FROM ${name} x`);
      content['counters'] = await linesOf(
        tx,
        `SELECT sequencename || ': ' || last_value AS line FROM pg_sequences WHERE schemaname = 'guard'`,
      );
      return content;
    });
  } finally {
    await close();
  }
}

async function linesOf(tx: Db, statement: string): Promise<readonly string[]> {
  return (await tx.query<{ line: string }>(statement)).map(({ line }) => line).sort();
}
