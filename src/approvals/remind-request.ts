// Reminds approvers: at half and at nine tenths of the time, and again and again when a request is urgent.
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Requests, Work } from './ports.js';
import type { Request } from './request.js';
import { approvalsOf, isOverdue, reminded } from './transitions.js';

/** When reminders of a request are due. */
export interface ReminderTimes {
  /** Milliseconds between two pages of an urgent request's approvers. */
  readonly urgentRepeatMs: number;
}

/** Shares of the time to decide after which everybody who has not decided is reminded. */
const SHARES = [0.5, 0.9];

/** Enqueues the reminders of a new request within the transaction that makes it; an urgent one plans the next with each. */
export async function planReminders(request: Request, times: ReminderTimes, work: Pick<Work, 'jobs'>): Promise<void> {
  const requestId = request.id;
  if (request.isUrgent) {
    await work.jobs.enqueue({ name: 'remind-request', requestId, nth: 1 }, { afterMs: times.urgentRepeatMs });
    return;
  }
  const lasts = Date.parse(request.expiresAt) - Date.parse(request.createdAt);
  for (const [index, share] of SHARES.entries()) {
    await work.jobs.enqueue({ name: 'remind-request', requestId, nth: index + 1 }, { afterMs: lasts * share });
  }
}

export interface RemindDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly times: ReminderTimes;
  readonly requests: Pick<Requests, 'load'>;
  /** Conversation ids of the chats that these people have with the bot. */
  chatsOf(objectIds: readonly string[]): Promise<readonly string[]>;
}

/** Sends one more card to everyone who was told and has not decided; does nothing once the request is closed. */
export async function remindRequest(requestId: string, nth: number, doors: RemindDoors): Promise<void> {
  const before = await doors.requests.load(requestId);
  if (before === null) return;
  const done = await doors.chatsOf(approvalsOf(before).map(({ by }) => by.objectId));
  await doors.ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    const now = doors.clock.now();
    // Given to a worker twice, the same reminder is sent once.
    if (request === null || request.reminders >= nth) return;
    const next = reminded(request, now);
    if (next === null) return;
    if (!(await work.requests.replace(next))) {
      await work.jobs.enqueue({ name: 'remind-request', requestId, nth }, { afterMs: 1000 });
      return;
    }
    await work.record.append(about(next, 'request.reminded', BOT, { detail: { nth } }));
    await pageAgain(next, nth, new Set(done), work);
    if (!next.isUrgent) return;
    const later = new Date(Date.parse(now) + doors.times.urgentRepeatMs).toISOString();
    if (isOverdue(next, later)) return;
    const job = { name: 'remind-request', requestId, nth: nth + 1 } as const;
    await work.jobs.enqueue(job, { afterMs: doors.times.urgentRepeatMs });
  });
}

/** An edit rings nobody's bell, so a reminder is a message of its own; the cards that stand stay true beside it. */
async function pageAgain(request: Request, nth: number, done: ReadonlySet<string>, work: Work): Promise<void> {
  const subject = { kind: 'request', id: request.id } as const;
  const first = (await work.deliveries.ofSubject(subject)).filter(({ slot }) => slot === 0);
  const told = first.filter(
    ({ audience, state, conversationId }) => audience !== 'requester' && state !== 'dead' && !done.has(conversationId),
  );
  const recipients = told.map(({ conversationId, audience }) => ({ conversationId, audience, slot: nth }));
  await work.deliveries.add(subject, request.version, recipients);
  await work.deliveries.touch(subject, request.version);
}
