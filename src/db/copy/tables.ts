// Which tables a copy of the store holds, in the order in which their rows go in; and how rows are written as text.
import type { Db } from '../db.js';
import { SCHEMA as JOBS } from '../jobs/queues.js';
import type { End, Sum } from './pieces.js';

/** The queue's settings, statistics and version are made anew by whoever opens the store; the work that waits is not. */
const JOB_TABLE = `${JOBS}.job`;
/** Tables made by the migrations themselves say how they were made. */
const LEFT_OUT = ['migrations'];

/** Those that others point at first: there are no longer chains than one, else rows would be refused. */
export async function copiedTables(tx: Db): Promise<readonly string[]> {
  const rows = await tx.query<{ name: string }>(
    `SELECT 'guard.' || c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'guard'::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY ($1::text[])
      ORDER BY EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), c.relname`,
    [LEFT_OUT],
  );
  return [...rows.map(({ name }) => name), JOB_TABLE];
}

/** Both sides write times and numbers alike, whatever the server's own settings are. */
export async function writeAlike(tx: Db): Promise<void> {
  await tx.script(`SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1`);
}

export async function sumsOf(tx: Db, tables: readonly string[]): Promise<End['sums']> {
  const sums: Record<string, Sum> = {};
  for (const table of tables) {
    const [row] = await tx.query<{ rows: string; sum: string }>(
      `SELECT count(*)::text AS rows, coalesce(sum(
          ('x' || substr(encode(sha256(convert_to(row_to_json(t)::text, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
        ), 0)::text AS sum FROM ${table} t`,
    );
    if (row !== undefined && row.rows !== '0') sums[table] = { rows: Number(row.rows), sum: row.sum };
  }
  return sums;
}

/** Of the numbers that tables give their rows. */
export async function countersOf(tx: Db): Promise<End['counters']> {
  const rows = await tx.query<{ name: string; last: string | null }>(
    `SELECT s.sequencename AS name, s.last_value::text AS last FROM pg_sequences s WHERE s.schemaname = 'guard'`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** The version of the job queue's own tables; null where there are none. */
export async function jobsVersion(tx: Db): Promise<number | null> {
  const [there] = await tx.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    `${JOBS}.version`,
  ]);
  if (there?.found !== true) return null;
  const [row] = await tx.query<{ version: number }>(`SELECT v.version FROM ${JOBS}.version v`);
  return row?.version ?? null;
}
