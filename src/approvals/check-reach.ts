// Tells the requester when nobody who could decide has heard of a request, once it has had time to find somebody.
import { SLOT } from '../delivery/ports.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Requests } from './ports.js';
import { canBeDecided, reachLeft } from './reach.js';
import { saidUnheard } from './transitions.js';

/** How long a request is given to find somebody who may decide it. */
export const REACH_MS = 60_000;

/** How long it waits when it met another change of the request. */
const AGAIN_MS = 1000;

export interface CheckReachDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly requests: Pick<Requests, 'load'>;
  /** Conversation ids of the chats that these people have with the bot. */
  chatsOf(objectIds: readonly string[]): Promise<readonly string[]>;
}

/** Sends the requester one message with the next step; it is edited when that changes, and nothing is sent when all is well. */
export async function checkReach(requestId: string, doors: CheckReachDoors): Promise<void> {
  const before = await doors.requests.load(requestId);
  if (before === null) return;
  const [own] = await doors.chatsOf([before.requester.objectId]);
  await doors.ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    if (request === null || canBeDecided(request)) return;
    const subject = { kind: 'request', id: requestId } as const;
    const sent = await work.deliveries.ofSubject(subject);
    const next = saidUnheard(request, doors.clock.now());
    if (next === null || sent.some(({ slot }) => slot === SLOT.unreached)) return;
    if (!(await work.requests.replace(next))) {
      await work.jobs.enqueue({ name: 'check-reach', requestId }, { afterMs: AGAIN_MS });
      return;
    }
    const { version } = next;
    const left = reachLeft(next);
    const detail = { approvers: left?.approvers ?? null, told: left?.told ?? 0 };
    await work.record.append(about(next, 'request.unreached', BOT, { detail }));
    const conversationId = own ?? request.origin;
    await work.deliveries.add(subject, version, [{ conversationId, audience: 'requester', slot: SLOT.unreached }]);
    await work.deliveries.touch(subject, version);
  });
}
