// Previews in their table.
import type { Draft } from '../approvals/draft.js';
import type { Drafts, DraftsInWork } from '../approvals/ports.js';
import type { Db } from './db.js';

interface DraftRow {
  readonly body: string;
  readonly request_id: string | null;
}

/** Drafts on a connection. */
export function draftsOn(db: Db): Drafts {
  return {
    async insert(draft) {
      await db.query(`DELETE FROM guard.drafts WHERE created_at < $1::timestamptz - interval '1 day'`, [
        draft.createdAt,
      ]);
      await db.query('INSERT INTO guard.drafts (id, person_id, created_at, body) VALUES ($1, $2, $3, $4)', [
        draft.id,
        draft.by.objectId,
        draft.createdAt,
        JSON.stringify(draft),
      ]);
    },
    load: (id) => load(db, id, ''),
  };
}

/** Drafts within a transaction. */
export function draftsInWork(tx: Db): DraftsInWork {
  return {
    claim: (id) => load(tx, id, 'FOR UPDATE'),
    async sent(id, requestId) {
      await tx.query('UPDATE guard.drafts SET request_id = $2 WHERE id = $1', [id, requestId]);
    },
    async forget(id) {
      await tx.query('DELETE FROM guard.drafts WHERE id = $1', [id]);
    },
  };
}

async function load(db: Db, id: string, lock: '' | 'FOR UPDATE'): Promise<Draft | null> {
  const [row] = await db.query<DraftRow>(`SELECT d.body, d.request_id FROM guard.drafts d WHERE d.id = $1 ${lock}`, [
    id,
  ]);
  return row === undefined ? null : { ...(JSON.parse(row.body) as Draft), requestId: row.request_id };
}
