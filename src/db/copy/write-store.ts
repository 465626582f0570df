// Writes a whole store into an empty place, and believes it only after reading it back; all of it or nothing.
import { type ChainHead, EMPTY_CHAIN, verify } from '../../audit/chain.js';
import { lockUntilCommit } from '../advisory-locks.js';
import type { Db } from '../db.js';
import { migrate } from '../migrate.js';
import { MIGRATIONS } from '../migrations/index.js';
import { chainRows } from '../record.js';
import { differing, type End, type Head, type Piece, type Rows, type Whole } from './pieces.js';
import { copiedTables, jobsVersion, sumsOf, writeAlike } from './tables.js';

/** What has arrived, each row of it read back. */
export interface Arrived extends Whole {
  /** How many entries of the record were verified, one sealing the other. */
  readonly entries: number;
}

const CHAIN_PAGE = 1_000;

/**
 * Into a database that has the job queue's tables and none of ours.
 * @throws Error with a sentence; then nothing has changed
 */
export async function writeStore(db: Db, pieces: AsyncIterable<Piece>): Promise<Arrived> {
  return db.transaction(async (tx) => {
    await lockUntilCommit(tx, 'migrations');
    let head: Head | null = null;
    let tables: readonly string[] = [];
    let end: End | null = null;
    for await (const piece of pieces) {
      if ((piece.kind === 'head') !== (head === null) || end !== null) throw new Error('Its parts are out of order.');
      if (piece.kind === 'head') {
        head = piece.head;
        tables = await begin(tx, head);
      } else if (piece.kind === 'rows') await insert(tx, piece.rows, tables);
      else end = piece.end;
    }
    if (head === null || end === null) throw new Error('It stops before its end: it is not whole.');
    await setCounters(tx, end.counters);
    return { head, ...(await readBack(tx, end, tables)) };
  });
}

/** @returns the tables that it may fill */
async function begin(tx: Db, head: Head): Promise<readonly string[]> {
  if (head.tables > MIGRATIONS.length) {
    throw new Error('It was written by a newer version of Mailbox Guard. Use that version.');
  }
  if (head.jobs !== (await jobsVersion(tx))) {
    throw new Error(
      'It was written by a version of Mailbox Guard with another job queue. Restore it with that version, then start this one.',
    );
  }
  await writeAlike(tx);
  await migrate(tx, MIGRATIONS.slice(0, head.tables));
  // The tables begin with an id of their own; the copy keeps the one that it had.
  await tx.query('DELETE FROM guard.identity');
  return copiedTables(tx);
}

/** The table's name becomes part of a statement. */
async function insert(tx: Db, { table, rows }: Rows, tables: readonly string[]): Promise<void> {
  if (!tables.includes(table)) throw new Error(`It has rows of a table that there is not: ${table}.`);
  await tx.query(
    `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [`[${rows.join(',')}]`],
  );
}

async function setCounters(tx: Db, counters: End['counters']): Promise<void> {
  for (const [name, last] of Object.entries(counters)) {
    await tx.query(
      `SELECT setval(('guard.' || quote_ident($1::text))::regclass, coalesce($2::bigint, 1), $2::bigint IS NOT NULL)`,
      [name, last],
    );
  }
}

async function readBack(tx: Db, end: End, tables: readonly string[]): Promise<Omit<Arrived, 'head'>> {
  const sums = await sumsOf(tx, tables);
  const table = differing(end.sums, sums);
  if (table !== null) throw new Error(`${table} has not arrived as it was.`);
  const entries = await followChain(tx);
  // A backup from before an upgrade becomes what this version knows.
  await migrate(tx);
  return { sums, entries };
}

/** @throws Error where an entry does not seal the one before it */
async function followChain(tx: Db): Promise<number> {
  let head: ChainHead = EMPTY_CHAIN;
  for (;;) {
    const rows = await chainRows(tx, head.seq, CHAIN_PAGE);
    const found = verify(rows, head);
    if (!found.sound) throw new Error(`The record is not sound: entry ${found.badSeq}, ${found.why}.`);
    head = found.head;
    if (rows.length < CHAIN_PAGE) return head.seq;
  }
}
