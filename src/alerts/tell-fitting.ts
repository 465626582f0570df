// Tells findings that were too small for a subscription, or of another type, and fit it only now: silently edited, they would never be heard of there.
import type { Work } from '../approvals/ports.js';
import type { Finding } from './finding.js';
import { hears, type Subscription } from './subscription.js';
import type { Telling } from './telling.js';
import type { Told } from './told.js';

/** Within the caller's transaction: the silent part of `tell`. No second card where one stands. */
export async function tellFitting({ told, at, flood, newId }: Telling, work: Work): Promise<void> {
  const edited = told.filter(({ how, finding }) => how === 'edited' && finding.state.kind !== 'snoozed');
  if (edited.length === 0) return;
  for (const subscription of await work.subscriptions.reachable()) {
    const findings = await withoutCards(
      edited.filter((one) => fitsOnlyNow(one, subscription)).map(({ finding }) => finding),
      subscription,
      work,
    );
    const recipient = { conversationId: subscription.conversationId, audience: 'place' } as const;
    if (findings.length > flood) {
      const ids = findings.map(({ id }) => id);
      const { id, version } = await work.digests.insert(newId(), 'subscribed', at, ids);
      await work.deliveries.add({ kind: 'digest', id }, version, [recipient]);
    } else {
      for (const { id, version, rings } of findings) {
        await work.deliveries.add({ kind: 'finding', id }, version, [{ ...recipient, slot: rings - 1 }]);
      }
    }
  }
}

function fitsOnlyNow({ finding, before }: Told, subscription: Subscription): boolean {
  return before !== undefined && hears(subscription, finding) && !hears(subscription, before);
}

async function withoutCards(
  findings: readonly Finding[],
  { conversationId }: Subscription,
  work: Work,
): Promise<readonly Finding[]> {
  const left: Finding[] = [];
  for (const finding of findings) {
    const cards = await work.deliveries.ofSubject({ kind: 'finding', id: finding.id });
    if (!cards.some((card) => card.conversationId === conversationId && card.state !== 'dead')) left.push(finding);
  }
  return left;
}
