// Conversations the bot has been part of, in their tables.
import type { Person } from '../approvals/request.js';
import type { Place, Places, StoredPlace } from '../delivery/ports.js';
import type { Db } from './db.js';

/** Places on a connection. */
export function placesOn(db: Db): Places {
  return {
    remember: (place, at) => remember(db, place, at),
    async find(conversationId) {
      const rows = await db.query<PlaceRow>(`SELECT ${COLUMNS} FROM guard.places p WHERE p.conversation_id = $1`, [
        conversationId,
      ]);
      return rows.map(placeOf)[0] ?? null;
    },
    personalOf: (objectIds) => personalOf(db, objectIds),
    admit: (conversationId, by, at) => admit(db, conversationId, by, at),
    async postApprovals(conversationId, by) {
      await db.query(
        'UPDATE guard.places SET approvals_by_id = $2, approvals_by_name = $3 WHERE conversation_id = $1',
        [conversationId, by?.objectId ?? null, by?.name ?? null],
      );
    },
    async ofApprovals() {
      const rows = await db.query<PlaceRow>(
        `SELECT ${COLUMNS} FROM guard.places p
          WHERE p.approvals_by_id IS NOT NULL AND p.admitted_by_id IS NOT NULL AND p.gone_because IS NULL
          ORDER BY p.conversation_id`,
      );
      return rows.map(placeOf);
    },
    async lostToApprovals() {
      const rows = await db.query<PlaceRow>(
        `SELECT ${COLUMNS} FROM guard.places p
          WHERE p.approvals_by_id IS NOT NULL AND p.gone_because IS NOT NULL ORDER BY p.conversation_id`,
      );
      return rows.map(placeOf);
    },
    markGone: (conversationId, because, at) => markGone(db, conversationId, because, at),
    async claimWelcome(conversationId) {
      const rows = await db.query(
        'INSERT INTO guard.welcomes (conversation_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING conversation_id',
        [conversationId],
      );
      return rows.length > 0;
    },
    claimActivity: (conversationId, activityId, at) => claimActivity(db, conversationId, activityId, at),
  };
}

const COLUMNS = `p.conversation_id, p.kind, p.tenant_id, p.service_url, p.reference, p.person_id, p.name,
  p.admitted_by_id, p.admitted_by_name, p.approvals_by_id, p.approvals_by_name, p.gone_because`;

interface PlaceRow {
  readonly conversation_id: string;
  readonly kind: string;
  readonly tenant_id: string;
  readonly service_url: string;
  readonly reference: string;
  readonly person_id: string | null;
  readonly name: string | null;
  readonly admitted_by_id: string | null;
  readonly admitted_by_name: string | null;
  readonly approvals_by_id: string | null;
  readonly approvals_by_name: string | null;
  readonly gone_because: string | null;
}

function placeOf(row: PlaceRow): StoredPlace {
  return {
    conversationId: row.conversation_id,
    kind: row.kind as Place['kind'],
    tenantId: row.tenant_id,
    serviceUrl: row.service_url,
    reference: row.reference,
    personId: row.person_id,
    name: row.name,
    admittedBy: personOf(row.admitted_by_id, row.admitted_by_name),
    approvalsBy: personOf(row.approvals_by_id, row.approvals_by_name),
    goneBecause: row.gone_because,
  };
}

function personOf(objectId: string | null, name: string | null): Person | null {
  return objectId === null ? null : { objectId, name: name ?? '' };
}

/**
 * An older sighting that arrives late changes nothing, and whose chat it is never changes. A place that comes back has
 * to be chosen for requests again.
 */
async function remember(db: Db, place: Place, at: string): Promise<void> {
  await db.query(
    `INSERT INTO guard.places (conversation_id, kind, tenant_id, service_url, reference, person_id, name, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (conversation_id) DO UPDATE
       SET kind = excluded.kind, tenant_id = excluded.tenant_id, service_url = excluded.service_url,
           reference = excluded.reference, person_id = coalesce(places.person_id, excluded.person_id),
           name = coalesce(excluded.name, places.name), seen_at = excluded.seen_at,
           approvals_by_id = CASE WHEN places.gone_because IS NULL THEN places.approvals_by_id END,
           approvals_by_name = CASE WHEN places.gone_because IS NULL THEN places.approvals_by_name END,
           gone_because = NULL, gone_at = NULL
     WHERE places.seen_at <= excluded.seen_at AND (places.gone_at IS NULL OR places.gone_at <= excluded.seen_at)`,
    [
      place.conversationId,
      place.kind,
      place.tenantId,
      place.serviceUrl,
      place.reference,
      place.personId,
      place.name,
      at,
    ],
  );
}

async function personalOf(db: Db, objectIds: readonly string[]): Promise<readonly StoredPlace[]> {
  const rows = await db.query<PlaceRow>(
    `SELECT DISTINCT ON (p.person_id) ${COLUMNS} FROM guard.places p
      WHERE p.kind = 'personal' AND p.person_id = ANY ($1::text[]) AND p.gone_because IS NULL
      ORDER BY p.person_id, p.seen_at DESC`,
    [objectIds.map((id) => id.toLowerCase())],
  );
  return rows.map(placeOf);
}

async function admit(db: Db, conversationId: string, by: Person, at: string): Promise<void> {
  await db.query(
    `UPDATE guard.places SET admitted_by_id = $2, admitted_by_name = $3, admitted_at = $4 WHERE conversation_id = $1`,
    [conversationId, by.objectId, by.name, at],
  );
}

/** Installed there again, the bot greets again and has to be admitted again. Who had requests posted there is kept until then. */
async function markGone(db: Db, conversationId: string, because: string, at: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [before] = await tx.query<{ gone: boolean }>(
      `SELECT gone_because IS NOT NULL AS gone FROM guard.places WHERE conversation_id = $1 FOR UPDATE`,
      [conversationId],
    );
    await tx.query(
      `UPDATE guard.places
          SET gone_because = $2, gone_at = $3, admitted_by_id = NULL, admitted_by_name = NULL, admitted_at = NULL
        WHERE conversation_id = $1`,
      [conversationId, because, at],
    );
    await tx.query('DELETE FROM guard.welcomes WHERE conversation_id = $1', [conversationId]);
    return before?.gone === false;
  });
}

async function claimActivity(db: Db, conversationId: string, activityId: string, at: string): Promise<boolean> {
  await db.query(`DELETE FROM guard.activities WHERE seen_at < $1::timestamptz - interval '1 day'`, [at]);
  const rows = await db.query(
    `INSERT INTO guard.activities (conversation_id, activity_id, seen_at) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING activity_id`,
    [conversationId, activityId, at],
  );
  return rows.length > 0;
}
