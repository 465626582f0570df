// Reminds approvers: at half and at nine tenths of the time, and again and again when a request is urgent.
import type { Recipient } from '../delivery/ports.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Requests, Work } from './ports.js';
import { newestDue, type ReminderTimes, upcomingReminders } from './reminder-times.js';
import type { Request } from './request.js';
import { approvalsOf, isSamePerson, reminded } from './transitions.js';

/** A chat with one person, or a place of many (null). */
export interface Hearer extends Recipient {
  readonly personId: string | null;
}

/** Enqueues the reminders that are still to come, within the transaction that makes or changes the request. */
export async function planReminders(
  request: Request,
  now: string,
  times: ReminderTimes,
  { jobs }: Pick<Work, 'jobs'>,
): Promise<void> {
  for (const { nth, afterMs } of upcomingReminders(request, now, times)) {
    await jobs.enqueue({ name: 'remind-request', requestId: request.id, nth }, { afterMs });
  }
}

export interface RemindDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly times: ReminderTimes;
  readonly requests: Pick<Requests, 'load'>;
  /** Where those may be reached who may decide it now, and the places where requests are posted. @throws Refused upstream-* */
  hearersOf(request: Request): Promise<readonly Hearer[]>;
}

/** How long a reminder waits that met another change of its request. */
const AGAIN_MS = 1000;

/**
 * Sends one more card to everyone who may decide and has not; does nothing once the request is closed, or when this
 * reminder or a later one was sent.
 * @throws Refused upstream-*: who may decide now is not known, so nobody is told
 */
export async function remindRequest(requestId: string, nth: number, doors: RemindDoors): Promise<void> {
  const before = await doors.requests.load(requestId);
  if (before === null || reminded(before, nth, doors.clock.now()) === null) return;
  const hearers = await doors.hearersOf(before);
  await doors.ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    if (request === null) return;
    const now = doors.clock.now();
    const due = newestDue(request, nth, now, doors.times);
    const next = reminded(request, due, now);
    if (next === null) return;
    if (!(await work.requests.replace(next))) {
      await work.jobs.enqueue({ name: 'remind-request', requestId, nth }, { afterMs: AGAIN_MS });
      return;
    }
    await work.record.append(about(next, 'request.reminded', BOT, { detail: { nth: due } }));
    await sendAgain(next, hearers, due, work);
    if (next.isUrgent) await planReminders(next, now, doors.times, work);
  });
}

/** An edit rings nobody's bell, so a reminder is a message of its own; the cards that stand give way to it. */
async function sendAgain(request: Request, hearers: readonly Hearer[], slot: number, work: Work): Promise<void> {
  const approved = approvalsOf(request).map(({ by }) => by);
  const silent = hearers.filter(
    ({ personId }) => personId === null || !approved.some((by) => isSamePerson(by, { objectId: personId })),
  );
  const subject = { kind: 'request', id: request.id } as const;
  const recipients = silent.map(({ conversationId, audience }) => ({ conversationId, audience, slot }));
  await work.deliveries.add(subject, request.version, recipients);
  await work.deliveries.touch(subject, request.version);
}
