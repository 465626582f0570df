// A conversation is gone: remembers that, tells who chose it for requests, and has open requests say whom they still reach.
import { BOT } from '../src/approvals/narrate.js';
import type { Clock, Ledger, Requests, Work } from '../src/approvals/ports.js';
import type { PlaceNotice } from '../src/delivery/notice.js';
import type { Places, StoredPlace } from '../src/delivery/ports.js';
import { announceAgain } from './announce.js';

export interface LoseDoors {
  readonly places: Pick<Places, 'find' | 'personalOf'>;
  readonly requests: Requests;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** @param because as Teams says it, such as "BotNotInConversationRoster" */
export async function losePlace(conversationId: string, because: string, doors: LoseDoors): Promise<void> {
  const place = await doors.places.find(conversationId);
  const chooser = place?.approvalsBy ?? null;
  const [chat] = chooser === null ? [] : await doors.places.personalOf([chooser.objectId]);
  const at = doors.clock.now();
  const isNew = await doors.ledger.transaction(async (work) => {
    if (!(await work.places.markGone(conversationId, because, at))) return false;
    if (place !== null && chooser !== null) await tellOf(place, { because, at }, chat?.conversationId ?? null, work);
    return true;
  });
  if (isNew && (chooser !== null || place?.kind === 'personal')) await announceAgain(doors);
}

async function tellOf(
  { conversationId, kind, name }: StoredPlace,
  { because, at }: Pick<PlaceNotice, 'because' | 'at'>,
  chat: string | null,
  work: Work,
): Promise<void> {
  await work.record.append({
    ...{ event: 'place.approvals-off', at, actor: BOT, requestId: null, mailbox: null },
    ...{ microsoftRequestId: null, correlationId: null },
    detail: { place: conversationId, kind, name, because },
  });
  if (chat === null) return;
  const id = `place ${conversationId} ${at}`;
  const version = await work.notices.put({ kind: 'place', id, place: { kind, name }, because, at });
  await work.deliveries.add({ kind: 'notice', id }, version, [{ conversationId: chat, audience: 'approver' }]);
}
