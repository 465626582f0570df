// Watched accounts in their table, as they were last seen.
import type { SightingsInWork } from '../alerts/ports.js';
import type { Sighting } from '../alerts/sighting.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import { type Db, isoTime, type Param } from './db.js';

interface SightingRow {
  readonly object_id: string;
  readonly first_seen_at: Date;
  readonly read_at: Date;
  readonly changed_at: Date;
  readonly blocked_at: Date | null;
  readonly last_sign_in_at: Date | null;
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
    `SELECT s.object_id, s.first_seen_at, s.read_at, s.changed_at, s.blocked_at, s.last_sign_in_at, s.gone_at, s.body FROM guard.sightings s
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
    put: (sightings, how) => put(tx, sightings, how === 'each'),
    async lookedAt(objectId, at, lastSignInAt) {
      await tx.query(
        `UPDATE guard.sightings SET looked_at = $2, last_sign_in_at = greatest(last_sign_in_at, $3::timestamptz)
          WHERE object_id = $1`,
        [objectId, at, lastSignInAt],
      );
    },
  };
}

async function put(tx: Db, sightings: readonly Sighting[], isEach: boolean): Promise<void> {
  if (sightings.length === 0) return;
  const column = (of: (sighting: Sighting) => string | null): readonly (string | null)[] => sightings.map(of);
  await tx.query(
    `INSERT INTO guard.sightings AS s (object_id, first_seen_at, read_at, changed_at, blocked_at, gone_at, sign_in, body)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
                          $6::timestamptz[], $7::text[], $8::text[])
     ON CONFLICT (object_id) DO UPDATE
       SET read_at = excluded.read_at, changed_at = excluded.changed_at, blocked_at = excluded.blocked_at,
           gone_at = excluded.gone_at, sign_in = excluded.sign_in, body = excluded.body
     WHERE $9 OR s.body <> excluded.body OR (s.gone_at IS NULL) <> (excluded.gone_at IS NULL)`,
    [
      column(({ objectId }) => objectId),
      column(({ firstSeenAt }) => firstSeenAt),
      column(({ readAt }) => readAt),
      column(({ changedAt }) => changedAt),
      column(({ blockedAt }) => blockedAt),
      column(({ goneAt }) => goneAt),
      column(({ assessed }) => assessed.signIn),
      column(({ assessed }) => JSON.stringify(assessed)),
      isEach,
    ],
  );
}

function sightingOf(row: SightingRow): Sighting {
  return {
    objectId: row.object_id,
    assessed: JSON.parse(row.body) as AssessedMailbox,
    firstSeenAt: isoTime(row.first_seen_at),
    readAt: isoTime(row.read_at),
    changedAt: isoTime(row.changed_at),
    blockedAt: isoTime(row.blocked_at),
    lastSignInAt: isoTime(row.last_sign_in_at),
    goneAt: isoTime(row.gone_at),
  };
}
