// A conversation is gone, or back: remembers that, tells who chose it, and has what went there go elsewhere, or there again.
import { type ElsewhereDoors, tellAgain, tellElsewhere } from '../src/alerts/lose-subscriber.js';
import type { Subscriptions } from '../src/alerts/ports.js';
import { BOT } from '../src/approvals/narrate.js';
import type { Clock, Ledger, Requests, Work } from '../src/approvals/ports.js';
import type { PlaceNotice } from '../src/delivery/notice.js';
import type { Places, StoredPlace } from '../src/delivery/ports.js';
import { announceAgain } from './announce.js';

export interface LoseDoors extends ElsewhereDoors {
  readonly places: Pick<Places, 'find' | 'personalOf'>;
  readonly subscriptions: Pick<Subscriptions, 'of'>;
  readonly requests: Requests;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** @param because as Teams says it, such as "BotNotInConversationRoster" */
export async function losePlace(conversationId: string, because: string, doors: LoseDoors): Promise<void> {
  const place = await doors.places.find(conversationId);
  const chooser = place?.approvalsBy ?? null;
  const [chat] = chooser === null ? [] : await doors.places.personalOf([chooser.objectId]);
  const subscription = await doors.subscriptions.of(conversationId);
  const [subscriber] = subscription === null ? [] : await doors.places.personalOf([subscription.by.objectId]);
  const at = doors.clock.now();
  const isNew = await doors.ledger.transaction(async (work) => {
    if (!(await work.places.markGone(conversationId, because, at))) return false;
    if (place !== null && chooser !== null) {
      await recordOf(place, because, at, work);
      await tellOf(place, { because, at, lost: 'requests' }, chat?.conversationId ?? null, work);
    }
    if (subscription === null) return true;
    await tellElsewhere(subscription, at, doors, work);
    const other = subscriber?.conversationId === conversationId ? null : (subscriber?.conversationId ?? null);
    if (place !== null) await tellOf(place, { because, at, lost: 'alerts' }, other, work);
    return true;
  });
  if (isNew && (chooser !== null || place?.kind === 'personal')) await announceAgain(doors);
}

/** It can be reached again. */
export async function regainPlace(conversationId: string, doors: LoseDoors): Promise<void> {
  if ((await doors.subscriptions.of(conversationId)) === null) return;
  await doors.ledger.transaction((work) => tellAgain(conversationId, doors.clock.now(), doors, work));
}

async function recordOf(
  { conversationId, kind, name }: StoredPlace,
  because: string,
  at: string,
  work: Work,
): Promise<void> {
  await work.record.append({
    ...{ event: 'place.approvals-off', at, actor: BOT, requestId: null, mailbox: null },
    ...{ microsoftRequestId: null, correlationId: null },
    detail: { place: conversationId, kind, name, because },
  });
}

/** @param chat of who chose it; null where there is none */
async function tellOf(
  { conversationId, kind, name }: StoredPlace,
  gone: Required<Pick<PlaceNotice, 'because' | 'at' | 'lost'>>,
  chat: string | null,
  work: Work,
): Promise<void> {
  if (chat === null) return;
  const id = `place ${conversationId} ${gone.lost} ${gone.at}`;
  const version = await work.notices.put({ kind: 'place', id, place: { kind, name }, ...gone });
  await work.deliveries.add({ kind: 'notice', id }, version, [{ conversationId: chat, audience: 'approver' }]);
}
