// Notices in their table.
import type { NoticesInWork } from '../approvals/ports.js';
import type { Notice } from '../delivery/notice.js';
import type { Db } from './db.js';
import type { Notices } from './store.js';

/** Notices on a connection. */
export function noticesOn(db: Db): Notices {
  return {
    async load(id) {
      const [row] = await db.query<{ version: number; body: string }>(
        'SELECT n.version, n.body FROM guard.notices n WHERE n.id = $1',
        [id],
      );
      return row === undefined ? null : { version: row.version, notice: JSON.parse(row.body) as Notice };
    },
  };
}

/** Notices within a transaction. */
export function noticesInWork(tx: Db): NoticesInWork {
  return {
    async load(id) {
      const [row] = await tx.query<{ body: string }>('SELECT n.body FROM guard.notices n WHERE n.id = $1 FOR UPDATE', [
        id,
      ]);
      return row === undefined ? null : (JSON.parse(row.body) as Notice);
    },
    async put(notice) {
      const [row] = await tx.query<{ version: number }>(
        `INSERT INTO guard.notices (id, version, created_at, body) VALUES ($1, 1, now(), $2)
         ON CONFLICT (id) DO UPDATE SET version = notices.version + 1, body = excluded.body
         RETURNING version`,
        [notice.id, JSON.stringify(notice)],
      );
      return row?.version ?? 1;
    },
  };
}
