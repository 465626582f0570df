// Deleting what is past its term. Rows that somebody works on just now are left to the next run.
import type { RetentionInWork } from '../retention/ports.js';
import { type Db, isoTime, type Param } from './db.js';

/** Within a transaction. */
export function retentionInWork(tx: Db): RetentionInWork {
  return {
    async deletePast(termMs, most) {
      const [row] = await tx.query<{ before: Date }>(`SELECT now() - $1::float8 * interval '1 ms' AS before`, [termMs]);
      const before = isoTime(row?.before ?? new Date(0));
      const findings = await chosen(tx, FINDINGS, before, most);
      await tx.query('DELETE FROM guard.look_ups WHERE finding_id = ANY ($1::text[])', [findings]);
      await tx.query('DELETE FROM guard.digest_findings WHERE finding_id = ANY ($1::text[])', [findings]);
      const digests = await chosen(tx, DIGESTS, before, most);
      const notices = await chosen(tx, NOTICES, before, most);
      const cards =
        (await deleteCards(tx, 'finding', findings)) +
        (await deleteCards(tx, 'digest', digests)) +
        (await deleteCards(tx, 'notice', notices)) +
        (await count(tx, CARDS_OF_REQUESTS, [before, most]));
      await tx.query('DELETE FROM guard.findings WHERE id = ANY ($1::text[])', [findings]);
      await tx.query('DELETE FROM guard.digests WHERE id = ANY ($1::text[])', [digests]);
      await tx.query('DELETE FROM guard.notices WHERE id = ANY ($1::text[])', [notices]);
      const deleted = {
        ...{ findings: findings.length, digests: digests.length, notices: notices.length, cards },
        impacts: await count(tx, IMPACTS, [before, most]),
        days: await count(tx, DAYS, [before, most]),
        installs: await count(tx, INSTALLS, [before, most]),
      };
      return { before, deleted };
    },
  };
}

const FINDINGS = 'SELECT f.id FROM guard.findings f WHERE f.closed_at < $1 ORDER BY f.closed_at';

/** A digest with an alert that is still there goes with the last of them. */
const DIGESTS = `SELECT d.id FROM guard.digests d
  WHERE d.created_at < $1 AND NOT EXISTS (SELECT 1 FROM guard.digest_findings l WHERE l.digest_id = d.id)
  ORDER BY d.created_at`;

/** One about exemptions is kept up to date until the last of them has ended, and is how it is known that they were warned of. */
const NOTICES = `SELECT n.id FROM guard.notices n
  WHERE n.created_at < $1 AND coalesce((n.body::json ->> 'until')::timestamptz, n.created_at) < $1
    AND NOT EXISTS (SELECT 1 FROM guard.exemptions e
                     WHERE e.request_id = n.body::json ->> 'requestId' AND e.ended_at IS NULL)
  ORDER BY n.created_at`;

const CLOSED = `('denied', 'withdrawn', 'expired', 'done', 'failed')`;

const CARDS_OF_REQUESTS = `DELETE FROM guard.deliveries WHERE id IN (
  SELECT d.id FROM guard.deliveries d JOIN guard.requests r ON r.id = d.subject_id
   WHERE d.subject_kind = 'request' AND r.state IN ${CLOSED} AND NOT r.owes_review AND r.changed_at < $1
   ORDER BY d.number LIMIT $2 FOR UPDATE OF d SKIP LOCKED)`;

const IMPACTS = `DELETE FROM guard.impacts WHERE object_id IN (
  SELECT i.object_id FROM guard.impacts i
   WHERE i.read_at < $1
     AND NOT EXISTS (SELECT 1 FROM guard.request_items q JOIN guard.requests r ON r.id = q.request_id
                      WHERE lower(q.object_id) = i.object_id AND r.state NOT IN ${CLOSED})
   LIMIT $2 FOR UPDATE OF i SKIP LOCKED)`;

const DAYS = `DELETE FROM guard.trend WHERE day IN (
  SELECT t.day FROM guard.trend t WHERE t.day < ($1::timestamptz AT TIME ZONE 'UTC')::date LIMIT $2)`;

const INSTALLS = `DELETE FROM guard.installs WHERE person_id IN (
  SELECT i.person_id FROM guard.installs i WHERE i.asked_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`;

async function chosen(tx: Db, select: string, before: string, most: number): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(`${select} LIMIT $2 FOR UPDATE SKIP LOCKED`, [before, most]);
  return rows.map(({ id }) => id);
}

async function deleteCards(tx: Db, kind: string, ids: readonly string[]): Promise<number> {
  const statement = 'DELETE FROM guard.deliveries WHERE subject_kind = $1 AND subject_id = ANY ($2::text[])';
  return count(tx, statement, [kind, ids]);
}

async function count(tx: Db, statement: string, params: readonly Param[]): Promise<number> {
  return (await tx.query(`${statement} RETURNING 1`, params)).length;
}
