// The card of an alert that did not arrive where it was told: the approvers hear of it in their own chats, unless somebody has.
import type { Ledger } from '../approvals/ports.js';
import type { Deliveries, Delivery } from '../delivery/ports.js';

export interface NotArrivedDoors {
  readonly ledger: Ledger;
  readonly deliveries: Pick<Deliveries, 'ofSubject'>;
}

/** Until chats that were told in vain are told anew: whatever ails them, not at once. */
const AGAIN_MS = 300_000;

/**
 * @param isOver it is not tried there any more. An approver's own chat that is still tried is where it goes already.
 */
export async function notArrived(delivery: Delivery, isOver: boolean, doors: NotArrivedDoors): Promise<void> {
  const { subject, audience } = delivery;
  if (subject.kind !== 'finding' && subject.kind !== 'digest') return;
  const others = (await doors.deliveries.ofSubject(subject)).filter((other) => isAsNew(other, delivery));
  if (others.some(hasArrived) || others.some(isUnderWay)) return;
  const isAnApprovers = audience === 'approver';
  if (isAnApprovers && (!isOver || others.some(isTriedWithAnApprover))) return;
  const afterMs = isAnApprovers ? AGAIN_MS : 0;
  await doors.ledger.transaction(({ jobs }) => jobs.enqueue({ name: 'tell-approvers', subject }, { afterMs }));
}

/** Another message that rings for the same, or for what came later. */
function isAsNew({ id, slot }: Delivery, delivery: Delivery): boolean {
  return id !== delivery.id && slot >= delivery.slot;
}

/** Sent by the bot itself: a card that somebody asked for told nobody else. */
function hasArrived({ posts, activityId }: Delivery): boolean {
  return posts > 0 && activityId !== null;
}

/** Should it not arrive either, it is asked about then. One that had an error may have been already. */
function isUnderWay({ activityId, state, error }: Delivery): boolean {
  return activityId === null && state !== 'dead' && error === null;
}

function isTriedWithAnApprover({ audience, activityId, state }: Delivery): boolean {
  return audience === 'approver' && activityId === null && state !== 'dead';
}
