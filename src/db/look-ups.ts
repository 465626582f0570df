// Whose enabling is looked for in the directory's log, and when it is looked for again: by the database's clock.
import type { LookUp, LookUpsInWork, WatchBook } from '../alerts/ports.js';
import type { Db } from './db.js';
import { selectFindings } from './finding-rows.js';
import { isMailbox } from './findings.js';

/** One question answers for all of them; more than these are not kept in hand at a time. */
const MOST = 1_000;

export async function openLookUps(db: Db): ReturnType<WatchBook['lookUps']> {
  const rows = await db.query<{ finding_id: string; tries: number; due: boolean }>(
    `SELECT l.finding_id, l.tries, l.due_at <= now() AS due FROM guard.look_ups l ORDER BY l.due_at LIMIT ${MOST}`,
  );
  const due = rows.filter((row) => row.due).length;
  if (due === 0) return { due, all: [] };
  const ids = rows.map(({ finding_id }) => finding_id);
  const findings = (await selectFindings(db, 'f.id = ANY ($1::text[])', [ids])).filter(isMailbox);
  const tries = new Map(rows.map((row) => [row.finding_id, row.tries]));
  return { due, all: findings.map((finding): LookUp => ({ finding, tries: tries.get(finding.id) ?? 0 })) };
}

/** Looking up within a transaction. */
export function lookUpsInWork(tx: Db): LookUpsInWork {
  return {
    async begin(findingId, afterMs) {
      await tx.query(
        `INSERT INTO guard.look_ups (finding_id, due_at) VALUES ($1, now() + $2::float8 * interval '1 ms')
         ON CONFLICT (finding_id) DO NOTHING`,
        [findingId, afterMs],
      );
    },
    async again(findingId, afterMs) {
      await tx.query(
        `UPDATE guard.look_ups SET tries = tries + 1, due_at = now() + $2::float8 * interval '1 ms' WHERE finding_id = $1`,
        [findingId, afterMs],
      );
    },
    async end(findingId) {
      await tx.query('DELETE FROM guard.look_ups WHERE finding_id = $1', [findingId]);
    },
  };
}
