// Counts whom a request's card has really reached, once every approver's delivery has come to something.
import type { Clock, Ledger } from '../src/approvals/ports.js';
import type { Request } from '../src/approvals/request.js';
import { isOverdue, reached } from '../src/approvals/transitions.js';
import type { Deliveries, Delivery } from '../src/delivery/ports.js';

export interface RecountDoors {
  readonly deliveries: Pick<Deliveries, 'ofSubject'>;
  readonly ledger: Ledger;
  readonly now: Clock['now'];
}

/**
 * Writes the number into the pending request when it changed, and has every card say so. Waits for the deliveries that
 * are under way, so that many approvers cost one change and not one each; the last of them comes here too.
 */
export async function recountTold(
  { id, subject }: Pick<Delivery, 'id' | 'subject'>,
  doors: RecountDoors,
): Promise<void> {
  const cards = (await doors.deliveries.ofSubject(subject)).filter(({ audience }) => audience === 'approver');
  if (cards.some((card) => card.id !== id && isUnderWay(card))) return;
  const told = new Set(cards.filter(({ state }) => state === 'sent').map(({ conversationId }) => conversationId)).size;
  await doors.ledger.transaction(async (work) => {
    const request = await work.requests.load(subject.id);
    const reach = request === null ? null : reachNow(request, told, doors.now());
    if (request === null || reach === null) return;
    const next = reached(request, reach, doors.now());
    // Whoever was faster changed the request; a decision needs no count, and another recount has made this one.
    if (await work.requests.replace(next)) await work.deliveries.touch(subject, next.version);
  });
}

function isUnderWay({ state, error }: Delivery): boolean {
  return state === 'sending' || (state === 'waiting' && error === null);
}

/** Null when there is nothing to write. */
function reachNow(request: Request, told: number, now: string): Request['reach'] {
  const { reach } = request;
  if (request.state !== 'pending' || reach === null || isOverdue(request, now)) return null;
  const counted = Math.min(told, reach.approvers ?? 0);
  return counted === reach.told ? null : { ...reach, told: counted };
}
