// Reads a whole store piece by piece, as it is at one moment.
import type { Db } from '../db.js';
import { migrationState } from '../migrate.js';
import { Adder, type Piece, SCHEMA } from './pieces.js';
import { copiedTables, countersOf, jobsVersion, writeAlike } from './tables.js';

/** Rows that are read at a time. */
const PAGE = 500;

/**
 * The pieces, within one transaction: what is written meanwhile is not in them.
 * @throws Error with a sentence where there is nothing to read yet
 */
export async function withPieces<T>(db: Db, work: (pieces: AsyncIterable<Piece>) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.script('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    return work(pieces(tx));
  });
}

async function* pieces(tx: Db): AsyncGenerator<Piece> {
  await writeAlike(tx);
  yield { kind: 'head', head: await headOf(tx) };
  const adder = new Adder();
  for (const table of await copiedTables(tx)) {
    for await (const rows of pagesOf(tx, table)) {
      adder.add({ table, rows });
      yield { kind: 'rows', rows: { table, rows } };
    }
  }
  yield { kind: 'end', end: { sums: adder.sums(), counters: await countersOf(tx) } };
}

async function headOf(tx: Db): Promise<Extract<Piece, { kind: 'head' }>['head']> {
  const { applied } = await migrationState(tx);
  const jobs = await jobsVersion(tx);
  if (applied === 0 || jobs === null)
    throw new Error('There is nothing in this store yet: no bot was ever started with it.');
  const [row] = await tx.query<{ id: string; at: Date }>(
    'SELECT i.store_id::text AS id, now() AS at FROM guard.identity i',
  );
  if (row === undefined) throw new Error('The store has lost its id.');
  return { schema: SCHEMA, storeId: row.id, at: row.at.toISOString(), tables: applied, jobs };
}

/** The record in the order of its numbers, so that its chain can be followed on the way. */
async function* pagesOf(tx: Db, table: string): AsyncGenerator<readonly string[]> {
  const order = table === 'guard.record' ? 'ORDER BY t.seq' : '';
  await tx.query(`DECLARE copied NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM ${table} t ${order}`);
  for (;;) {
    const rows = await tx.query<{ line: string }>(`FETCH ${PAGE} FROM copied`);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < PAGE) break;
  }
  await tx.query('CLOSE copied');
}
