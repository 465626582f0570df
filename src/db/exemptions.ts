// Exemptions in their table, as the verdict needs them.
import type { Exemption } from '../mailboxes/mailbox.js';
import { type Db, isoTime } from './db.js';
import type { Exemptions } from './store.js';

interface ExemptionRow {
  readonly object_id: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly reason: string;
  readonly until: Date;
}

/** Exemptions on a connection. */
export function exemptionsOn(db: Db): Exemptions {
  return {
    async ofObjectIds(objectIds) {
      const rows = await db.query<ExemptionRow>(
        `SELECT e.object_id, e.owner_id, e.owner_name, e.reason, e.until FROM guard.exemptions e
          WHERE e.object_id = ANY ($1::text[]) ORDER BY e.object_id`,
        [objectIds],
      );
      return rows.map(exemptionOf);
    },
  };
}

function exemptionOf(row: ExemptionRow): Exemption {
  const { object_id: objectId, owner_id: ownerId, owner_name: ownerName, reason, until } = row;
  return { objectId, ownerId, ownerName, reason, until: isoTime(until) };
}
