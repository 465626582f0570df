// Tells what became of findings: single cards, or one digest where they are many; every card that stands is brought up to date.
import type { Work } from '../approvals/ports.js';
import type { Subject } from '../delivery/ports.js';
import type { Finding } from './finding.js';
import { hears } from './subscription.js';
import { tellFitting } from './tell-fitting.js';
import type { Telling } from './telling.js';
import type { Told } from './told.js';

/** Within the caller's transaction, once, at its end. */
export async function tell(telling: Telling, work: Work): Promise<void> {
  await bringUpToDate(telling.told, work);
  await tellFitting(telling, work);
  const loud = telling.told.filter(({ how }) => how === 'opened' || how === 'rang').map(({ finding }) => finding);
  if (loud.length === 0) return;
  const { heard, many } = await sendSingly(loud, telling, work);
  // What was there before the bot came is no news: where nobody subscribed yet, it waits until it is escalated.
  const unheard = telling.reason === 'first-run' ? [] : loud.filter(({ id }) => !heard.has(id));
  const isUnheardMany = isMany(unheard, telling);
  const digest = many.length > 0 || isUnheardMany ? await digestOf(loud, many, telling, work) : null;
  // Where nobody subscribed, or nobody can be reached, silence would look like an all-clear.
  const untold: readonly Subject[] =
    isUnheardMany && digest !== null ? [digest] : unheard.map(({ id }) => ({ kind: 'finding', id }));
  for (const subject of untold) await work.jobs.enqueue({ name: 'tell-approvers', subject });
}

interface Sent {
  /** Ids of the findings that some subscription hears of. */
  readonly heard: ReadonlySet<string>;
  /** Conversations for which they are too many to be told one by one. */
  readonly many: readonly string[];
}

async function sendSingly(loud: readonly Finding[], telling: Telling, work: Work): Promise<Sent> {
  const heard = new Set<string>();
  const many: string[] = [];
  for (const subscription of await work.subscriptions.reachable()) {
    const { conversationId } = subscription;
    const findings = loud.filter((finding) => hears(subscription, finding));
    for (const { id } of findings) heard.add(id);
    if (isMany(findings, telling)) many.push(conversationId);
    else for (const finding of findings) await sendTo(finding, conversationId, work);
  }
  return { heard, many };
}

function isMany(findings: readonly Finding[], { flood, reason }: Telling): boolean {
  return findings.length > (reason === 'first-run' ? 0 : flood);
}

async function sendTo({ id, version, rings }: Finding, conversationId: string, work: Work): Promise<void> {
  const recipient = { conversationId, audience: 'place', slot: rings - 1 } as const;
  await work.deliveries.add({ kind: 'finding', id }, version, [recipient]);
}

async function digestOf(
  findings: readonly Finding[],
  conversations: readonly string[],
  { at, reason, newId }: Telling,
  work: Work,
): Promise<Subject> {
  const ids = findings.map(({ id }) => id);
  const { id, version } = await work.digests.insert(newId(), reason, at, ids);
  const recipients = conversations.map((conversationId) => ({ conversationId, audience: 'place' as const }));
  await work.deliveries.add({ kind: 'digest', id }, version, recipients);
  return { kind: 'digest', id };
}

/** Every card of these findings that stands, and of the digests that hold them. */
export async function bringUpToDate(told: readonly Told[], work: Work): Promise<void> {
  const changed = told.filter(({ how }) => how !== 'opened').map(({ finding }) => finding);
  await work.deliveries.touchAll('finding', changed);
  await work.deliveries.touchAll('digest', await work.digests.touchOf(changed.map(({ id }) => id)));
}
