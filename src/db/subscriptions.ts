// Subscriptions in their table, one a conversation.
import type { Subscriptions, SubscriptionsInWork } from '../alerts/ports.js';
import type { Subscription } from '../alerts/subscription.js';
import type { Db, Param } from './db.js';

/** Subscriptions on a connection. */
export function subscriptionsOn(db: Db): Subscriptions {
  return {
    of: async (conversationId) => (await select(db, 's.conversation_id = $1', [conversationId]))[0] ?? null,
    all: () => select(db, 'true', []),
  };
}

/** Others read along in groups and channels: those have to be admitted. */
const REACHABLE = `EXISTS (SELECT 1 FROM guard.places p
  WHERE p.conversation_id = s.conversation_id AND p.gone_because IS NULL
    AND (p.kind = 'personal' OR p.admitted_by_id IS NOT NULL))`;

/** Subscriptions within a transaction. */
export function subscriptionsInWork(tx: Db): SubscriptionsInWork {
  return {
    async put(subscription) {
      await tx.query(
        `INSERT INTO guard.subscriptions (conversation_id, created_at, body) VALUES ($1, $2, $3)
         ON CONFLICT (conversation_id) DO UPDATE SET created_at = excluded.created_at, body = excluded.body`,
        [subscription.conversationId, subscription.at, JSON.stringify(subscription)],
      );
    },
    async remove(conversationId) {
      const rows = await tx.query(
        'DELETE FROM guard.subscriptions WHERE conversation_id = $1 RETURNING conversation_id',
        [conversationId],
      );
      return rows.length > 0;
    },
    reachable: () => select(tx, REACHABLE, []),
  };
}

async function select(db: Db, where: string, params: readonly Param[]): Promise<readonly Subscription[]> {
  const rows = await db.query<{ body: string }>(
    `SELECT s.body FROM guard.subscriptions s WHERE ${where} ORDER BY s.created_at, s.conversation_id`,
    params,
  );
  return rows.map(({ body }) => JSON.parse(body) as Subscription);
}
