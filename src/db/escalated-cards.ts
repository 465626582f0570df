// Whether an approver has heard of what nobody took care of, and the cards that say so.
import type { Finding } from '../alerts/finding.js';
import type { Db } from './db.js';
import type { Outbox } from './outbox.js';

/** Whether a message for its last ring, of its own or a digest's since then, has arrived in an approver's own chat. */
export async function approversHeard(db: Db, { id, rings, state }: Finding): Promise<boolean> {
  const since = 'at' in state ? state.at : null;
  const rows = await db.query(
    `SELECT 1 FROM guard.deliveries d
      WHERE d.audience = 'approver' AND d.posted_by_outbox AND d.told_at IS NOT NULL
        AND (d.subject_kind = 'finding' AND d.subject_id = $1 AND d.slot >= $2::int
          OR d.subject_kind = 'digest' AND d.subject_id IN (
               SELECT g.id FROM guard.digests g JOIN guard.digest_findings l ON l.digest_id = g.id
                WHERE l.finding_id = $1 AND g.created_at >= $3::timestamptz)) LIMIT 1`,
    [id, rings - 1, since],
  );
  return rows.length > 0;
}

/**
 * When the first message of a finding or digest has arrived with an approver, which this delivery is, the cards of what is escalated there are drawn
 * anew, since they say so. Of all the others nothing changes.
 */
export async function redrawEscalated({ tx, jobs }: Outbox, deliveryId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE guard.deliveries d SET draw = d.draw + 1
       FROM guard.deliveries mine, guard.findings f
      WHERE mine.id::text = $1
        AND NOT EXISTS (
          SELECT 1 FROM guard.deliveries other
           WHERE other.subject_kind = mine.subject_kind AND other.subject_id = mine.subject_id
             AND other.audience = 'approver' AND other.posted_by_outbox AND other.slot >= mine.slot
             AND (other.told_at, other.id) < (mine.told_at, mine.id))
        AND f.state = 'escalated'
        AND CASE mine.subject_kind
              WHEN 'finding' THEN f.id = mine.subject_id
              ELSE f.id IN (SELECT l.finding_id FROM guard.digest_findings l WHERE l.digest_id = mine.subject_id) END
        AND d.subject_kind = 'finding' AND d.subject_id = f.id AND d.id <> mine.id
        AND d.activity_id IS NOT NULL AND d.state <> 'dead'
      RETURNING d.id::text`,
    [deliveryId],
  );
  await jobs.deliver(rows.map((row) => row.id));
}
