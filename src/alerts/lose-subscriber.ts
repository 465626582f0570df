// A conversation that was told of findings is gone, or is back: what is open is told elsewhere, or there again.
import type { Work } from '../approvals/ports.js';
import { type Finding, isClosed } from './finding.js';
import { hears, type Subscription } from './subscription.js';

export interface ElsewhereDoors {
  /** More findings than this at one time are told as one digest. */
  readonly flood: number;
  newId(): string;
}

/** Within the transaction that marks the place gone: what nobody else hears of goes to the approvers' own chats. */
export async function tellElsewhere(
  lost: Subscription,
  at: string,
  { flood, newId }: ElsewhereDoors,
  work: Work,
): Promise<void> {
  await work.watch.lock();
  const others = await work.subscriptions.reachable();
  const unheard: Finding[] = [];
  for (const id of await work.findings.openHeardBy(lost)) {
    const finding = await work.findings.load(id);
    const isTold = finding !== null && others.some((one) => hears(one, finding));
    if (finding !== null && !isClosed(finding) && !isTold) unheard.push(finding);
  }
  if (unheard.length > flood) {
    const { id } = await work.digests.insert(
      newId(),
      'subscribed',
      at,
      unheard.map((finding) => finding.id),
    );
    await work.jobs.enqueue({ name: 'tell-approvers', subject: { kind: 'digest', id } });
  } else {
    for (const { id } of unheard) await work.jobs.enqueue({ name: 'tell-approvers', subject: { kind: 'finding', id } });
  }
}

/**
 * Within a transaction: a place that can be reached again shows what is true again, and hears what is open now. Where others
 * read along it has to be admitted first.
 */
export async function tellAgain(
  conversationId: string,
  at: string,
  { newId }: Pick<ElsewhereDoors, 'newId'>,
  work: Work,
): Promise<void> {
  await work.watch.lock();
  const subscription = (await work.subscriptions.reachable()).find((one) => one.conversationId === conversationId);
  if (subscription === undefined) return;
  await work.deliveries.revive(conversationId);
  const open = await work.findings.openHeardBy(subscription);
  if (open.length === 0) return;
  const { id, version } = await work.digests.insert(newId(), 'subscribed', at, open);
  await work.deliveries.add({ kind: 'digest', id }, version, [{ conversationId, audience: 'place' }]);
}
