// Tells the approvers: sends a new request's card to each one who can be reached, and to the places where requests are posted.
import type { Clock, Job, Ledger, Requests, Work } from '../src/approvals/ports.js';
import { isSameReach, reachOf, type Told } from '../src/approvals/reach.js';
import type { Reach, Request } from '../src/approvals/request.js';
import { reached } from '../src/approvals/transitions.js';
import { Refused } from '../src/failure.js';
import type { ImpactDoors } from '../src/mailboxes/impact.js';
import { type Heard, type HearerDoors, whoHears } from './hearers.js';
import { askForInstalls } from './install-app.js';
import { arrivedIn } from './recount-told.js';
import { needsReading } from './request-impacts.js';

export interface AnnounceDoors extends HearerDoors {
  readonly requests: Requests;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Whether the bot installs itself for approvers who have no chat with it. */
  readonly installs: boolean;
  readonly impact: Pick<ImpactDoors, 'impacts' | 'now'>;
}

/**
 * Runs as a job, again whenever somebody or some place can be reached that could not before.
 * @throws Refused upstream-* when Entra does not say who approves: the places are told already, and the job comes again
 */
export async function announceRequest(requestId: string, doors: AnnounceDoors): Promise<void> {
  const request = await doors.requests.load(requestId);
  if (request === null || request.state !== 'pending') return;
  const heard = await whoHears(request, doors);
  const subject = { kind: 'request', id: requestId } as const;
  const isUnread = await needsReading(request, doors.impact);
  await doors.ledger.transaction(async (work) => {
    const current = await work.requests.load(requestId);
    if (current === null || current.state !== 'pending') return;
    const arrived = arrivedIn(await work.deliveries.ofSubject(subject));
    const next = await noteReach(current, heard, arrived, work, doors.clock.now());
    await work.deliveries.add(subject, next.version, heard.hearers);
    await work.deliveries.touch(subject, next.version);
    // The cards go out with what is known already; the rest follows.
    if (isUnread) await work.jobs.enqueue({ name: 'read-impacts', requestId, page: 0 });
    if (doors.installs) await askForInstalls(heard.able ?? [], heard.withChat, doors.clock.now(), work);
  });
  if (heard.unknown !== null) throw heard.unknown;
}

/** Every card says who can hear of the request. @throws Refused busy when something else changed it */
async function noteReach(
  current: Request,
  heard: Heard,
  arrived: ReadonlySet<string>,
  work: Work,
  now: string,
): Promise<Request> {
  const reach = reachNow(current.reach, heard, arrived);
  if (isSameReach(current.reach, reach)) return current;
  const next = reached(current, reach, now);
  if (!(await work.requests.replace(next))) throw new Refused({ kind: 'busy' });
  return next;
}

/** The outbox counts who was told once their cards have arrived; what Entra said before stands while it says nothing. */
function reachNow(before: Reach | null, heard: Heard, arrived: ReadonlySet<string>): Reach {
  if (heard.able === null && before !== null) return { ...before, places: heard.places };
  const there = heard.hearers.filter(({ conversationId }) => arrived.has(conversationId));
  const told: Told = { count: before?.told ?? 0, ids: new Set(there.flatMap(({ personId }) => personId ?? [])) };
  return reachOf(heard, told);
}

/** Most open requests that are shown to somebody, or somewhere, new. */
const OPEN_SHOWN = 50;

export type NewlyReachedDoors = Pick<AnnounceDoors, 'requests' | 'ledger'>;

/** Has the open requests announced once more: somebody or some place can be reached now, or can no more. */
export async function announceAgain({ requests, ledger }: NewlyReachedDoors): Promise<void> {
  const jobs = await announcements(requests);
  if (jobs.length === 0) return;
  await ledger.transaction(async (work) => {
    for (const job of jobs) await work.jobs.enqueue(job);
  });
}

async function announcements(requests: Requests): Promise<readonly Job[]> {
  const { rows } = await requests.page(0, OPEN_SHOWN);
  return rows
    .filter(({ state }) => state === 'pending')
    .map(({ id }) => ({ name: 'announce-request', requestId: id }) as const);
}

export interface MetDoors extends NewlyReachedDoors {
  /** @throws Refused upstream-* */
  isApprover(objectId: string): Promise<boolean>;
  /** Has the group read anew: this person may be new in it. */
  readAfresh(): Promise<unknown>;
}

/** A person who writes to the bot for the first time may be an approver whom open requests could not reach. */
export async function announceOpenRequests(objectId: string, doors: MetDoors): Promise<void> {
  const jobs = await announcements(doors.requests);
  if (jobs.length === 0 || !(await mayBeApprover(objectId, doors))) return;
  await announceAgain(doors);
}

/** Where Entra does not say, the job asks again: it tells members only. */
async function mayBeApprover(objectId: string, { isApprover, readAfresh }: MetDoors): Promise<boolean> {
  try {
    if (!(await isApprover(objectId))) return false;
    await readAfresh();
    return true;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}
