// A conversation asks to be told, or not to be any more. What is open then is told at once, as one.
import { person } from '../approvals/narrate.js';
import type { Clock, Ledger } from '../approvals/ports.js';
import type { Person } from '../approvals/request.js';
import type { RecordEntry } from '../audit/entry.js';
import type { Subscription } from './subscription.js';

export interface SubscribeDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  newId(): string;
}

/** In place of an earlier one of that conversation. Returns how many findings it hears of are open: those are told there now. */
export async function subscribe(subscription: Subscription, doors: SubscribeDoors): Promise<number> {
  const { conversationId, by, kinds, types, minRisk } = subscription;
  return doors.ledger.transaction(async (work) => {
    await work.watch.lock();
    await work.subscriptions.put(subscription);
    const detail = { place: conversationId, kinds: list(kinds), types: list(types), minRisk };
    await work.record.append(entry('alerts.subscribed', by, doors.clock.now(), detail));
    const open = await work.findings.openHeardBy(subscription);
    if (open.length === 0) return 0;
    const digest = await work.digests.insert(doors.newId(), 'subscribed', doors.clock.now(), open);
    const recipient = { conversationId, audience: 'place' } as const;
    await work.deliveries.add({ kind: 'digest', id: digest.id }, digest.version, [recipient]);
    return open.length;
  });
}

/** Returns false when it was not subscribed. Cards that stand there are edited all the same. */
export async function unsubscribe(conversationId: string, by: Person, doors: SubscribeDoors): Promise<boolean> {
  return doors.ledger.transaction(async (work) => {
    if (!(await work.subscriptions.remove(conversationId))) return false;
    await work.record.append(entry('alerts.unsubscribed', by, doors.clock.now(), { place: conversationId }));
    return true;
  });
}

function entry(
  event: 'alerts.subscribed' | 'alerts.unsubscribed',
  by: Person,
  at: string,
  detail: RecordEntry['detail'],
): RecordEntry {
  const about = { requestId: null, mailbox: null, microsoftRequestId: null, correlationId: null };
  return { event, at, actor: person(by), ...about, detail };
}

function list(values: readonly string[] | null): string | null {
  return values?.join(', ') ?? null;
}
