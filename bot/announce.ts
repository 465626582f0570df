// Tells the approvers: sends a new request's card to each one who can be reached.
import type { Clock, Ledger, Requests } from '../src/approvals/ports.js';
import { reached } from '../src/approvals/transitions.js';
import type { Places } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';

/** A member of the approvers group. */
export interface Approver {
  readonly objectId: string;
  readonly name: string;
  readonly accountEnabled: boolean | null;
  readonly isGuest: boolean;
}

export interface AnnounceDoors {
  readonly requests: Requests;
  readonly places: Places;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** All members, through nested groups. @throws Refused upstream-* */
  approvers(correlationId: string): Promise<readonly Approver[]>;
}

/** Runs as a job: an unreachable Graph means again later. */
export async function announceRequest(requestId: string, doors: AnnounceDoors): Promise<void> {
  const request = await doors.requests.load(requestId);
  if (request === null || request.state !== 'pending') return;
  const members = await doors.approvers(request.id);
  const able = members.filter(
    (one) =>
      one.accountEnabled !== false &&
      !one.isGuest &&
      one.objectId.toLowerCase() !== request.requester.objectId.toLowerCase(),
  );
  const chats = await doors.places.personalOf(able.map((one) => one.objectId));
  const recipients = chats
    .filter((chat) => chat.conversationId !== request.origin)
    .map((chat) => ({ conversationId: chat.conversationId, audience: 'approver' as const }));
  const subject = { kind: 'request', id: requestId } as const;
  await doors.ledger.transaction(async (work) => {
    const current = await work.requests.load(requestId);
    if (current === null || current.state !== 'pending') return;
    // The outbox counts who was told once their cards have arrived.
    const reach = { approvers: able.length, told: Math.min(current.reach?.told ?? 0, able.length) };
    const isKnown = current.reach?.approvers === reach.approvers && current.reach.told === reach.told;
    const next = isKnown ? current : reached(current, reach, doors.clock.now());
    if (!isKnown && !(await work.requests.replace(next))) throw new Refused({ kind: 'busy' });
    await work.deliveries.add(subject, next.version, recipients);
    await work.deliveries.touch(subject, next.version);
  });
}

/** Most open requests that a newly met approver is shown. */
const OPEN_SHOWN = 50;

export interface MetDoors extends Pick<AnnounceDoors, 'requests' | 'ledger'> {
  /** @throws Refused upstream-* */
  isApprover(objectId: string): Promise<boolean>;
}

/** A person who writes to the bot for the first time may be an approver whom open requests could not reach. */
export async function announceOpenRequests(objectId: string, doors: MetDoors): Promise<void> {
  const { requests, ledger } = doors;
  const { rows } = await requests.page(0, OPEN_SHOWN);
  const pending = rows.filter(({ state }) => state === 'pending');
  if (pending.length === 0 || !(await mayBeApprover(objectId, doors))) return;
  await ledger.transaction(async (work) => {
    for (const { id } of pending) await work.jobs.enqueue({ name: 'announce-request', requestId: id });
  });
}

/** Where Entra does not say, the job asks again: it tells members only. */
async function mayBeApprover(objectId: string, { isApprover }: MetDoors): Promise<boolean> {
  try {
    return await isApprover(objectId);
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}
