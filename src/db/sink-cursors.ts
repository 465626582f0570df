// How far each sink of the record has been told, and which instance tells it now. The database's clock ends a hold.
import type { SinkCursors, Told } from '../audit/ports.js';
import type { Db } from './db.js';

export function sinkCursorsOn(db: Db): SinkCursors {
  return {
    async hold(name, holder, ms) {
      const [row] = await db.query<{ entry: string; checkpoint: string }>(
        `INSERT INTO guard.sinks AS s (name, holder, held_until) VALUES ($1, $2, now() + $3::float8 * interval '1 ms')
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
          WHERE s.holder IS NULL OR s.holder = excluded.holder OR s.held_until < now()
         RETURNING s.entry::text, s.checkpoint::text`,
        [name, holder, ms],
      );
      return row === undefined ? null : { entry: Number(row.entry), checkpoint: Number(row.checkpoint) };
    },
    advance: (name, holder, from, to) => advance(db, name, holder, from, to),
    async release(name, holder) {
      await db.query('UPDATE guard.sinks SET holder = NULL, held_until = NULL WHERE name = $1 AND holder = $2', [
        name,
        holder,
      ]);
    },
  };
}

async function advance(db: Db, name: string, holder: string, from: Told, to: Told): Promise<boolean> {
  const rows = await db.query(
    `UPDATE guard.sinks SET entry = $5, checkpoint = $6
      WHERE name = $1 AND holder = $2 AND entry = $3 AND checkpoint = $4 RETURNING name`,
    [name, holder, from.entry, from.checkpoint, to.entry, to.checkpoint],
  );
  return rows.length > 0;
}
