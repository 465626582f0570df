// The record in its table: a hash chain, added to under a lock, read newest first.
import { type ChainHead, type ChainRow, EMPTY_CHAIN, entryOf, type Filing, link } from '../audit/chain.js';
import type { RecordEntry } from '../audit/entry.js';
import { lockUntilCommit } from './advisory-locks.js';
import type { Db } from './db.js';
import type { RecordBook, RecordedEntry, RecordPage } from './store.js';

/** The record outside of any transaction: each call of `append` is one of its own, after which `appended` is called. */
export function recordOn(db: Db, appended: () => void = () => undefined): RecordBook {
  return {
    async append(entry) {
      await db.transaction((tx) => appendAll(tx, [entry]));
      appended();
    },
    ofRequest: (requestId, page) => read(db, OF_REQUEST, requestId, page),
    ofMailbox: (objectId, page) => read(db, OF_MAILBOX, objectId, page),
    newest: (page) => read(db, EVERY, null, page),
  };
}

/**
 * Adds entries to the chain. Waits for other transactions that add to it and holds them up until the end of this one,
 * so it belongs at its very end.
 */
export async function appendAll(tx: Db, entries: readonly RecordEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await lockUntilCommit(tx, 'record');
  let head = await headOf(tx);
  for (let from = 0; from < entries.length; from += BATCH) {
    const linked = entries.slice(from, from + BATCH).map((entry): Linked => {
      const row = link(head, entry);
      head = row;
      return { row, entry };
    });
    await insert(tx, linked);
  }
}

/** Entries per statement: a first run may find thousands of mailboxes. */
const BATCH = 500;

interface Linked {
  readonly row: ChainRow;
  readonly entry: RecordEntry;
}

async function insert(tx: Db, linked: readonly Linked[]): Promise<void> {
  await tx.query(
    `INSERT INTO guard.record (seq, at, event, request_id, mailbox, body, prev, hash)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    [
      linked.map(({ row }) => row.seq),
      linked.map(({ entry }) => entry.at),
      linked.map(({ entry }) => entry.event),
      linked.map(({ entry }) => entry.requestId),
      linked.map(({ entry }) => entry.mailbox),
      linked.map(({ row }) => row.body),
      linked.map(({ row }) => row.prev),
      linked.map(({ row }) => row.hash),
    ],
  );
}

/** The newest entry's number and hash. */
export async function headOf(tx: Db): Promise<ChainHead> {
  const [row] = await tx.query<{ seq: string; hash: string }>(
    'SELECT r.seq::text, r.hash FROM guard.record r ORDER BY r.seq DESC LIMIT 1',
  );
  return row === undefined ? EMPTY_CHAIN : { seq: Number(row.seq), hash: row.hash };
}

interface FiledRow extends Omit<ChainRow, 'seq' | 'filed'>, Omit<Filing, 'requestId'> {
  readonly seq: string;
  readonly request_id: string | null;
}

/** Rows of the chain after a number, oldest first: for verifying and for export. */
export async function chainRows(db: Db, after: number, limit: number): Promise<readonly ChainRow[]> {
  const rows = await db.query<FiledRow>(
    `SELECT r.seq::text, r.at, r.event, r.request_id, r.mailbox, r.body, r.prev, r.hash FROM guard.record r
      WHERE r.seq > $1 ORDER BY r.seq LIMIT $2`,
    [after, limit],
  );
  return rows.map(({ seq, body, prev, hash, at, event, request_id, mailbox }) => ({
    seq: Number(seq),
    body,
    prev,
    hash,
    filed: { at, event, requestId: request_id, mailbox },
  }));
}

const EVERY = '$1::text IS NULL';
const OF_REQUEST = 'r.request_id = $1::text';
/** Its own entries, and those about a whole request that names it. */
const OF_MAILBOX = `(r.mailbox = $1::text OR (r.mailbox IS NULL AND r.request_id IN
  (SELECT i.request_id FROM guard.request_items i WHERE i.object_id = $1::text)))`;

async function read(
  db: Db,
  about: string,
  id: string | null,
  { before, limit }: RecordPage,
): Promise<readonly RecordedEntry[]> {
  const rows = await db.query<{ seq: string; body: string; hash: string }>(
    `SELECT r.seq::text, r.body, r.hash FROM guard.record r
      WHERE ${about} AND ($2::bigint IS NULL OR r.seq < $2::bigint)
      ORDER BY r.seq DESC LIMIT $3`,
    [id, before, limit],
  );
  return rows.map(({ seq, body, hash }) => ({ ...entryOf(body), seq: Number(seq), hash }));
}
