// Exemptions in their table, one an account at most: as the verdict needs them, and as requests make and end them.
import type { ExemptionsInWork } from '../approvals/ports.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import { type Db, isoTime } from './db.js';
import type { Exemptions } from './store.js';

interface ExemptionRow {
  readonly object_id: string;
  readonly kind: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly reason: string;
  readonly request_id: string;
  readonly since: Date;
  readonly until: Date;
  readonly baseline: string;
}

const SELECT = `SELECT e.object_id, e.kind, e.owner_id, e.owner_name, e.reason, e.request_id, e.since, e.until, e.baseline
  FROM guard.exemptions e`;

/** Exemptions on a connection. */
export function exemptionsOn(db: Db): Exemptions {
  return {
    async ofObjectIds(objectIds) {
      // One whose end was dealt with is over on every instance: a clock behind that one's must not put it in force again.
      const rows = await db.query<ExemptionRow>(
        `${SELECT} WHERE e.object_id = ANY ($1::text[]) AND e.ended_at IS NULL ORDER BY e.object_id`,
        [objectIds.map((id) => id.toLowerCase())],
      );
      return rows.map(exemptionOf);
    },
    async running() {
      const rows = await db.query<ExemptionRow>(`${SELECT} WHERE e.ended_at IS NULL ORDER BY e.until, e.object_id`);
      return rows.map(exemptionOf);
    },
    async last(objectId) {
      const [row] = await db.query<ExemptionRow>(`${SELECT} WHERE e.object_id = $1`, [objectId.toLowerCase()]);
      return row === undefined ? null : exemptionOf(row);
    },
  };
}

/** Exemptions within a transaction. */
export function exemptionsInWork(tx: Db): ExemptionsInWork {
  const locked = async (where: string, value: string): Promise<readonly Exemption[]> => {
    const rows = await tx.query<ExemptionRow>(`${SELECT} WHERE ${where} ORDER BY e.object_id FOR UPDATE OF e`, [value]);
    return rows.map(exemptionOf);
  };
  return {
    async ofObjectIds(objectIds) {
      const found = await exemptionsOn(tx).ofObjectIds(objectIds);
      return new Map(found.map((exemption) => [exemption.objectId, exemption]));
    },
    async running(objectId) {
      const [one] = await locked('e.object_id = $1 AND e.ended_at IS NULL', objectId.toLowerCase());
      return one ?? null;
    },
    async last(objectId) {
      const [one] = await locked('e.object_id = $1', objectId.toLowerCase());
      return one ?? null;
    },
    runningOf: (requestId) => locked('e.request_id = $1 AND e.ended_at IS NULL', requestId),
    async put(exemption) {
      const { objectId, kind, ownerId, ownerName, reason, requestId, since, until, baseline } = exemption;
      await tx.query(
        `INSERT INTO guard.exemptions (object_id, kind, owner_id, owner_name, reason, request_id, since, until, baseline)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (object_id) DO UPDATE
           SET kind = excluded.kind, owner_id = excluded.owner_id, owner_name = excluded.owner_name,
               reason = excluded.reason, request_id = excluded.request_id, since = excluded.since,
               until = excluded.until, baseline = excluded.baseline, ended_at = NULL`,
        [objectId.toLowerCase(), kind, ownerId, ownerName, reason, requestId, since, until, JSON.stringify(baseline)],
      );
    },
    async end(objectId, at) {
      await tx.query(
        `UPDATE guard.exemptions SET ended_at = $2, until = least(until, $2::timestamptz)
          WHERE object_id = $1 AND ended_at IS NULL`,
        [objectId.toLowerCase(), at],
      );
    },
  };
}

function exemptionOf(row: ExemptionRow): Exemption {
  return {
    objectId: row.object_id,
    kind: row.kind as Exemption['kind'],
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    reason: row.reason,
    requestId: row.request_id,
    since: isoTime(row.since),
    until: isoTime(row.until),
    baseline: JSON.parse(row.baseline) as Exemption['baseline'],
  };
}
