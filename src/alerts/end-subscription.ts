// Ends the alerts of a personal chat whose person may not read the tenant any more; what nobody else hears of is told elsewhere.
import { BOT } from '../approvals/narrate.js';
import type { Clock, Ledger } from '../approvals/ports.js';
import { type ElsewhereDoors, tellElsewhere } from './lose-subscriber.js';
import type { Subscriptions } from './ports.js';

export interface EndSubscriptionDoors extends ElsewhereDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly subscriptions: Pick<Subscriptions, 'of'>;
}

/** Ended twice, it is recorded and said once. Does nothing where nobody is told. */
export async function endSubscription(conversationId: string, doors: EndSubscriptionDoors): Promise<void> {
  const subscription = await doors.subscriptions.of(conversationId);
  if (subscription === null) return;
  const at = doors.clock.now();
  await doors.ledger.transaction(async (work) => {
    await work.watch.lock();
    if (!(await work.subscriptions.remove(conversationId))) return;
    await work.record.append({
      ...{ event: 'alerts.unsubscribed', at, actor: BOT, requestId: null, mailbox: null },
      ...{ microsoftRequestId: null, correlationId: null },
      detail: { place: conversationId, subscriber: subscription.by.objectId, because: 'not-reader' },
    });
    await tellElsewhere(subscription, at, doors, work);
    const id = `alerts-ended ${conversationId} ${at}`;
    const version = await work.notices.put({ kind: 'alerts-ended', id, at });
    await work.deliveries.add({ kind: 'notice', id }, version, [{ conversationId, audience: 'place' }]);
  });
}
