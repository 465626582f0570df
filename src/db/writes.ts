// Blocks that were begun and have no outcome yet, in their table.
import type { WritesInWork } from '../approvals/ports.js';
import type { Db } from './db.js';

/** Begun writes within a transaction. */
export function writesInWork(tx: Db): WritesInWork {
  const which = 'request_id = $1 AND object_id = $2';
  const key = (requestId: string, objectId: string): string[] => [requestId, objectId.toLowerCase()];
  return {
    async begin(requestId, objectId) {
      const row = 'INSERT INTO guard.begun_writes (request_id, object_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';
      await tx.query(row, key(requestId, objectId));
    },
    async hasBegun(requestId, objectId) {
      const rows = await tx.query(`SELECT 1 FROM guard.begun_writes WHERE ${which}`, key(requestId, objectId));
      return rows.length > 0;
    },
    async end(requestId, objectId) {
      await tx.query(`DELETE FROM guard.begun_writes WHERE ${which}`, key(requestId, objectId));
    },
  };
}
