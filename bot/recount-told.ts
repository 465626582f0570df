// Counts whom a request's card has really reached, once every approver's delivery has come to something.
import type { Clock, Ledger } from '../src/approvals/ports.js';
import { isSameReach } from '../src/approvals/reach.js';
import type { NamedApprover, Reach, Request } from '../src/approvals/request.js';
import { isOverdue, reached } from '../src/approvals/transitions.js';
import type { Deliveries, Delivery, Places } from '../src/delivery/ports.js';

export interface RecountDoors {
  readonly deliveries: Pick<Deliveries, 'ofSubject'>;
  readonly places: Pick<Places, 'personalOf'>;
  readonly ledger: Ledger;
  readonly now: Clock['now'];
}

/** Conversations where an approver's card of it has arrived. */
export function arrivedIn(cards: readonly Delivery[]): ReadonlySet<string> {
  const there = cards.filter(({ audience, state }) => audience === 'approver' && state === 'sent');
  return new Set(there.map(({ conversationId }) => conversationId));
}

/**
 * Writes the number, and who of those that are named it is, into the pending request when that changed, and has every card
 * say so. Waits for the deliveries that are under way, so that many approvers cost one change and not one each; the last
 * of them comes here too.
 */
export async function recountTold(
  { id, subject }: Pick<Delivery, 'id' | 'subject'>,
  doors: RecountDoors,
): Promise<void> {
  const cards = (await doors.deliveries.ofSubject(subject)).filter(({ audience }) => audience === 'approver');
  if (cards.some((card) => card.id !== id && isUnderWay(card))) return;
  const arrived = arrivedIn(cards);
  const before = await doors.ledger.transaction((work) => work.requests.load(subject.id));
  if (before === null || !isCounted(before, doors.now())) return;
  const known = await whoIsTold(before.reach?.named ?? [], arrived, doors);
  await doors.ledger.transaction(async (work) => {
    const request = await work.requests.load(subject.id);
    if (request === null || !isCounted(request, doors.now())) return;
    const reach = reachNow(request.reach, arrived.size, known);
    if (isSameReach(request.reach, reach)) return;
    const next = reached(request, reach, doors.now());
    // Whoever was faster changed the request; a decision needs no count, and another recount has made this one.
    if (await work.requests.replace(next)) await work.deliveries.touch(subject, next.version);
  });
}

function isUnderWay({ state, error }: Delivery): boolean {
  return state === 'sending' || (state === 'waiting' && error === null);
}

/** Nobody is waited for once it is closed, and nothing is counted before its approvers were looked up. */
function isCounted(request: Request, now: string): request is Request & { readonly reach: Reach } {
  return request.state === 'pending' && request.reach !== null && !isOverdue(request, now);
}

/** By object id, lower case, of each of these whether its card has arrived in their chat. */
async function whoIsTold(
  named: readonly NamedApprover[],
  arrived: ReadonlySet<string>,
  { places }: RecountDoors,
): Promise<ReadonlyMap<string, boolean>> {
  const ids = named.map(({ objectId }) => objectId.toLowerCase());
  const chats = await places.personalOf(ids);
  const heard = new Set(chats.filter((chat) => arrived.has(chat.conversationId)).map(({ personId }) => personId));
  return new Map(ids.map((id) => [id, heard.has(id)]));
}

/** @param known who was not looked up keeps what is known of them */
function reachNow(reach: Reach, told: number, known: ReadonlyMap<string, boolean>): Reach {
  const named = reach.named.map((one) => {
    const isTold = known.get(one.objectId.toLowerCase()) ?? one.isTold ?? false;
    return { ...one, isTold };
  });
  return { ...reach, told: Math.min(told, reach.approvers ?? 0), named };
}
