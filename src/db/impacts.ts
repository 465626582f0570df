// What a block would stop, as it was last read for an account, in its table.
import type { Impact, Impacts } from '../mailboxes/impact.js';
import type { Db } from './db.js';

/** Impacts on a connection. */
export function impactsOn(db: Db): Impacts {
  return {
    async keep(said) {
      const [before] = said.access === null ? await bodiesOf(db, [said.objectId]) : [];
      const impact = before === undefined ? said : { ...said, access: (JSON.parse(before.body) as Impact).access };
      await db.query(
        `INSERT INTO guard.impacts (object_id, read_at, body) VALUES ($1, $2, $3)
         ON CONFLICT (object_id) DO UPDATE SET read_at = excluded.read_at, body = excluded.body
         WHERE impacts.read_at <= excluded.read_at`,
        [impact.objectId.toLowerCase(), impact.readAt, JSON.stringify(impact)],
      );
    },
    async ofObjectIds(objectIds) {
      const rows = await bodiesOf(db, objectIds);
      return new Map(rows.map(({ object_id, body }) => [object_id, JSON.parse(body) as Impact]));
    },
  };
}

function bodiesOf(
  db: Db,
  objectIds: readonly string[],
): Promise<readonly { readonly object_id: string; readonly body: string }[]> {
  return db.query('SELECT i.object_id, i.body FROM guard.impacts i WHERE i.object_id = ANY ($1::text[])', [
    objectIds.map((id) => id.toLowerCase()),
  ]);
}
