// The newest scan in its tables: published at once, read a page at a time.
import type { Clock } from '../approvals/ports.js';
import { type AssessedMailbox, MAILBOX_TYPES, type MailboxType, VERDICTS, type Verdict } from '../mailboxes/mailbox.js';
import type { MailboxFilter, MailboxPage, Scan, ScanCounts, Scans } from '../mailboxes/scan.js';
import type { Db } from './db.js';
import { containing, fold, foldAccents } from './fold.js';
import { keyOf, mailboxOf, rowOf, writeMailboxes } from './mailbox-rows.js';
import { offering, resembling } from './resembling.js';

/** Scans on a connection. Without a clock, a scan also overwrites what was read again by itself while it ran. */
export function scansOn(db: Db, clock: Clock | null): Scans {
  return {
    publish: (scan, mailboxes) => db.transaction((tx) => publish(tx, scan, mailboxes)),
    latest: () => latest(db),
    page: (filter, page, pageSize) => pageOf(db, filter, page, pageSize),
    matching: (text) => matching(db, text),
    resembling: (text, limit) => resembling(db, text, limit),
    offering: (text, skip, limit) => offering(db, text, skip, limit),
    refresh: (mailbox) => refresh(db, mailbox, clock?.now() ?? null),
  };
}

async function publish(tx: Db, scan: Scan, mailboxes: readonly AssessedMailbox[]): Promise<void> {
  // Two instances may have scanned at the same time: one after the other, or rows of both would mix.
  await tx.query('LOCK TABLE guard.scans IN SHARE ROW EXCLUSIVE MODE');
  await tx.query('DELETE FROM guard.scans');
  await tx.query('INSERT INTO guard.scans (id, started_at, body) VALUES ($1, $2, $3)', [
    scan.id,
    scan.startedAt,
    JSON.stringify(scan),
  ]);
  await writeMailboxes(tx, mailboxes, scan.startedAt);
}

/** Verdicts and types are counted anew: a mailbox may have been read again since. */
async function latest(db: Db): Promise<Scan | null> {
  const rows = await db.query<{ body: string; verdict: string | null; type: string | null; counted: number }>(
    `SELECT s.body, c.verdict, c.type, coalesce(c.counted, 0) AS counted
       FROM guard.scans s LEFT JOIN
            (SELECT verdict, type, count(*)::int AS counted FROM guard.mailboxes GROUP BY verdict, type) c ON true`,
  );
  const [first] = rows;
  if (first === undefined) return null;
  const scan = JSON.parse(first.body) as Scan;
  const sum = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((total, { counted }) => total + counted, 0);
  const counts: ScanCounts = {
    ...scan.counts,
    verdicts: counted(VERDICTS, (verdict) => sum((row) => row.verdict === verdict)),
    types: counted(MAILBOX_TYPES, (type) => sum((row) => row.type === type)),
  };
  return { ...scan, counts };
}

function counted<K extends Verdict | MailboxType>(
  names: readonly K[],
  countOf: (name: K) => number,
): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, countOf(name)])) as Record<K, number>;
}

/** One statement for rows and total: a scan published in between cannot make them disagree. */
async function pageOf(db: Db, filter: MailboxFilter, page: number, pageSize: number): Promise<MailboxPage> {
  const text = filter.text === null ? '' : foldAccents(filter.text);
  const rows = await db.query<{ total: number; body: string | null }>(
    `WITH fitting AS MATERIALIZED (
       SELECT m.key, m.verdict_rank, m.evidence_rank, m.sort_key FROM guard.mailboxes m
        WHERE ($1::text IS NULL OR m.verdict = $1) AND ($2::text IS NULL OR m.type = $2)
          AND ($3::text IS NULL OR m.search LIKE $3 ESCAPE '\\')),
     shown AS (
       SELECT f.key, row_number() OVER (${IN_ORDER}) AS place FROM fitting f ${IN_ORDER} LIMIT $4 OFFSET $5)
     SELECT (SELECT count(*) FROM fitting)::int AS total, m.body
       FROM (SELECT) AS always LEFT JOIN shown ON true LEFT JOIN guard.mailboxes m ON m.key = shown.key
      ORDER BY shown.place`,
    [filter.verdict, filter.type, text === '' ? null : containing(text), pageSize, page * pageSize],
  );
  const bodies = rows.flatMap(({ body }) => (body === null ? [] : [{ body }]));
  return { rows: bodies.map(mailboxOf), total: rows[0]?.total ?? 0, page, pageSize };
}

const IN_ORDER = 'ORDER BY verdict_rank, evidence_rank, sort_key COLLATE "C", key COLLATE "C"';

async function matching(db: Db, text: string): Promise<readonly AssessedMailbox[]> {
  const wanted = fold(text);
  if (wanted === '') return [];
  const rows = await db.query<{ body: string }>(
    `SELECT body FROM guard.mailboxes
      WHERE object_id = $1 OR address_key = $1 OR upn_key = $1 OR name_key = $1 ${IN_ORDER}`,
    [wanted],
  );
  return rows.map(mailboxOf);
}

/** One that the newest scan does not hold is left out: it was no target, or is one only since. */
async function refresh(db: Db, assessed: AssessedMailbox, at: string | null): Promise<void> {
  const row = rowOf(assessed, keyOf(assessed));
  await db.query(
    `UPDATE guard.mailboxes
        SET type = $2, verdict = $3, verdict_rank = $4, evidence_rank = $5, name_key = $6, address_key = $7,
            upn_key = $8, sort_key = $9, search = $10, body = $11, refreshed_at = $12
      WHERE key = $1`,
    [
      row.key,
      row.type,
      row.verdict,
      row.verdict_rank,
      row.evidence_rank,
      row.name_key,
      row.address_key,
      row.upn_key,
      row.sort_key,
      row.search,
      row.body,
      at,
    ],
  );
}
