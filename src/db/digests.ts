// Digests in their tables.
import type { Digest, DigestReason } from '../alerts/digest.js';
import type { DigestsInWork, Findings } from '../alerts/ports.js';
import { type Db, isoTime } from './db.js';

interface DigestRow {
  readonly id: string;
  readonly reason: string;
  readonly version: number;
  readonly created_at: Date;
}

/** One digest with how many findings it holds, and how many of them are not closed. */
export async function loadDigest(db: Db, id: string): ReturnType<Findings['digest']> {
  const [row] = await db.query<DigestRow & { total: number; open: number }>(
    `SELECT d.id, d.reason, d.version, d.created_at, count(f.id)::int AS total,
            (count(f.id) FILTER (WHERE f.closed_at IS NULL))::int AS open
       FROM guard.digests d
       LEFT JOIN guard.digest_findings l ON l.digest_id = d.id
       LEFT JOIN guard.findings f ON f.id = l.finding_id
      WHERE d.id = $1 GROUP BY d.id`,
    [id],
  );
  return row === undefined ? null : { digest: digestOf(row), total: row.total, open: row.open };
}

/** Digests within a transaction. */
export function digestsInWork(tx: Db): DigestsInWork {
  return {
    async insert(id, reason, at, findingIds) {
      await tx.query('INSERT INTO guard.digests (id, reason, version, created_at) VALUES ($1, $2, 1, $3)', [
        id,
        reason,
        at,
      ]);
      await tx.query('INSERT INTO guard.digest_findings (digest_id, finding_id) SELECT $1, * FROM unnest($2::text[])', [
        id,
        findingIds,
      ]);
      return { id, reason, version: 1, at };
    },
    async touchOf(findingIds) {
      if (findingIds.length === 0) return [];
      const rows = await tx.query<DigestRow>(
        `UPDATE guard.digests d SET version = d.version + 1
          WHERE d.id IN (SELECT l.digest_id FROM guard.digest_findings l WHERE l.finding_id = ANY ($1::text[]))
         RETURNING d.id, d.reason, d.version, d.created_at`,
        [findingIds],
      );
      return rows.map(digestOf);
    },
  };
}

function digestOf({ id, reason, version, created_at }: DigestRow): Digest {
  return { id, reason: reason as DigestReason, version, at: isoTime(created_at) };
}
