// What the store keeps for the record beside its entries: the chain to read, checkpoints, sinks, and who hears of new entries.
import type { AuditBook } from '../audit/ports.js';
import { checkpointsOn } from './checkpoints.js';
import type { Db } from './db.js';
import { chainRows, headOf } from './record.js';
import { sinkCursorsOn } from './sink-cursors.js';

/** Tells those who asked that entries were added. */
export interface Appended {
  tell(): void;
  listen(heard: () => void): () => void;
}

export function createAppended(): Appended {
  const listeners = new Set<() => void>();
  return {
    tell() {
      for (const heard of listeners) heard();
    },
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/** Reads the store's id once; the rest when asked. */
export async function auditBookOn(db: Db, appended: Appended): Promise<AuditBook> {
  const [identity] = await db.query<{ id: string }>('SELECT i.store_id::text AS id FROM guard.identity i');
  if (identity === undefined) throw new Error('The store has lost its id.');
  return {
    storeId: identity.id,
    chain: { head: () => headOf(db), rows: (after, limit) => chainRows(db, after, limit) },
    checkpoints: checkpointsOn(db),
    sinks: sinkCursorsOn(db),
    onAppended: (heard) => appended.listen(heard),
  };
}
