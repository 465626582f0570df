// Watched accounts in their table, as they were last seen.
import type { SightingsInWork } from '../alerts/ports.js';
import type { Sighting } from '../alerts/sighting.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { type Db, isoTime, type Param } from './db.js';

interface SightingRow {
  readonly object_id: string;
  readonly first_seen_at: Date;
  readonly read_at: Date;
  readonly blocked_at: Date | null;
  readonly gone_at: Date | null;
  readonly body: string;
}

/** Sightings that fit a condition on `s`. */
export async function selectSightings(
  db: Db,
  where: string,
  params: readonly Param[],
): Promise<ReadonlyMap<string, Sighting>> {
  const rows = await db.query<SightingRow>(
    `SELECT s.object_id, s.first_seen_at, s.read_at, s.blocked_at, s.gone_at, s.body FROM guard.sightings s
      WHERE ${where} ORDER BY s.object_id`,
    params,
  );
  return new Map(rows.map((row) => [row.object_id, sightingOf(row)]));
}

export function sightingsOf(db: Db, objectIds: readonly string[]): Promise<ReadonlyMap<string, Sighting>> {
  return selectSightings(db, 's.object_id = ANY ($1::text[])', [objectIds]);
}

/** Sightings within a transaction. */
export function sightingsInWork(tx: Db): SightingsInWork {
  return {
    of: (objectIds) => sightingsOf(tx, objectIds),
    put: (sightings) => put(tx, sightings),
    async lookedAt(objectId, at) {
      await tx.query('UPDATE guard.sightings SET looked_at = $2 WHERE object_id = $1', [objectId, at]);
    },
  };
}

async function put(tx: Db, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return;
  const column = (of: (sighting: Sighting) => string | null): readonly (string | null)[] => sightings.map(of);
  await tx.query(
    `INSERT INTO guard.sightings AS s (object_id, first_seen_at, read_at, blocked_at, gone_at, sign_in, body)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
                          $6::text[], $7::text[])
     ON CONFLICT (object_id) DO UPDATE
       SET read_at = excluded.read_at, blocked_at = excluded.blocked_at, gone_at = excluded.gone_at,
           sign_in = excluded.sign_in, body = excluded.body
     WHERE s.body <> excluded.body OR (s.gone_at IS NULL) <> (excluded.gone_at IS NULL)`,
    [
      column(({ objectId }) => objectId),
      column(({ firstSeenAt }) => firstSeenAt),
      column(({ readAt }) => readAt),
      column(({ blockedAt }) => blockedAt),
      column(({ goneAt }) => goneAt),
      column(({ assessed }) => assessed.signIn),
      column(({ assessed }) => JSON.stringify(assessed)),
    ],
  );
}

function sightingOf(row: SightingRow): Sighting {
  return {
    objectId: row.object_id,
    assessed: JSON.parse(row.body) as AssessedMailbox,
    firstSeenAt: isoTime(row.first_seen_at),
    readAt: isoTime(row.read_at),
    blockedAt: isoTime(row.blocked_at),
    goneAt: isoTime(row.gone_at),
  };
}
