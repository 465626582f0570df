// Files that people were offered, in their table.
import type { FileFormat, FileOffer, FileOffers } from '../delivery/file-offer.js';
import { type Db, isoTime } from './db.js';

interface OfferRow {
  readonly id: string;
  readonly person_id: string;
  readonly conversation_id: string;
  readonly format: string;
  readonly name: string;
  readonly offered_at: Date;
  readonly message_id: string | null;
}

/** Offers on a connection. */
export function fileOffersOn(db: Db): FileOffers {
  return {
    async keep({ id, personId, conversationId, format, name, at, messageId }) {
      await db.query(`DELETE FROM guard.file_offers WHERE offered_at <= $1::timestamptz - interval '1 day'`, [at]);
      await db.query(
        `INSERT INTO guard.file_offers (id, person_id, conversation_id, format, name, offered_at, message_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, personId, conversationId, format, name, at, messageId],
      );
    },
    async shown(id, messageId) {
      await db.query('UPDATE guard.file_offers SET message_id = $2 WHERE id = $1', [id, messageId]);
    },
    async take(id, { personId, conversationId, at }) {
      const rows = await db.query<OfferRow>(
        `DELETE FROM guard.file_offers o
          WHERE o.id = $1 AND o.person_id = $2 AND o.conversation_id = $3
            AND o.offered_at > $4::timestamptz - interval '1 day'
         RETURNING o.id, o.person_id, o.conversation_id, o.format, o.name, o.offered_at, o.message_id`,
        [id, personId, conversationId, at],
      );
      return rows.map(offerOf)[0] ?? null;
    },
  };
}

function offerOf(row: OfferRow): FileOffer {
  return {
    id: row.id,
    personId: row.person_id,
    conversationId: row.conversation_id,
    format: row.format as FileFormat,
    name: row.name,
    at: isoTime(row.offered_at),
    messageId: row.message_id,
  };
}
