// Deliveries as they are read from their table.
import type { Audience, Delivery, Subject } from '../delivery/ports.js';
import type { Db } from './db.js';

interface DeliveryRow {
  readonly id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly conversation_id: string;
  readonly audience: string;
  readonly slot: number;
  readonly page: number;
  readonly draw: number;
  readonly drawn: number;
  readonly activity_id: string | null;
  readonly wanted_version: number;
  readonly shown_version: number;
  readonly state: string;
  readonly posts: number;
  readonly error: string | null;
}

/** Deliveries that fit a condition on `d`. */
export async function selectDeliveries(db: Db, where: string, params: readonly string[]): Promise<readonly Delivery[]> {
  const rows = await db.query<DeliveryRow>(
    `SELECT d.id::text, d.subject_kind, d.subject_id, d.conversation_id, d.audience, d.slot, d.page, d.draw, d.drawn, d.activity_id,
            d.wanted_version, d.shown_version, d.state, d.posts, d.error
       FROM guard.deliveries d WHERE ${where} ORDER BY d.conversation_id, d.id`,
    params,
  );
  return rows.map(deliveryOf);
}

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    subject: { kind: row.subject_kind as Subject['kind'], id: row.subject_id },
    conversationId: row.conversation_id,
    audience: row.audience as Audience,
    slot: row.slot,
    page: row.page,
    draw: row.draw,
    drawn: row.drawn,
    activityId: row.activity_id,
    wantedVersion: row.wanted_version,
    shownVersion: row.shown_version,
    state: row.state as Delivery['state'],
    posts: row.posts,
    error: row.error,
  };
}
