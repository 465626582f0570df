// Picks up open requests that nothing is going to happen to any more, whatever became of their jobs.
import { REACH_MS } from './check-reach.js';
import type { Clock, Job, Jobs, Ledger, Requests } from './ports.js';
import { canBeDecided } from './reach.js';
import { type ReminderTimes, upcomingReminders, upcomingReviewReminders } from './reminder-times.js';
import type { Request } from './request.js';

const PAGE = 50;

export interface ResumeDoors {
  readonly requests: Pick<Requests, 'page' | 'owingReview'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly times: ReminderTimes;
}

/** Enqueues the next jobs of every open request that has none; returns how many jobs that were. Safe to call at any time. */
export async function resumeRequests(doors: ResumeDoors): Promise<number> {
  const { requests, ledger, clock, times } = doors;
  let resumed = 0;
  const resumeAll = async (rows: readonly Request[]): Promise<void> => {
    for (const request of rows) {
      const moves = movesOf(request, clock.now(), times);
      resumed += await ledger.transaction((work) => resume(moves, work.jobs));
    }
  };
  await resumeAll(await requests.owingReview());
  for (let page = 0; ; page += 1) {
    const { rows, open } = await requests.page(page, PAGE);
    await resumeAll(rows.slice(0, Math.max(0, open - page * PAGE)));
    if ((page + 1) * PAGE >= open) return resumed;
  }
}

/** What must be on its way: the job to enqueue, and those that lead there as well. */
interface Move {
  readonly job: Job;
  readonly orElse?: readonly Job[];
  readonly afterMs?: number;
}

async function resume(moves: readonly Move[], jobs: Jobs): Promise<number> {
  let resumed = 0;
  for (const { job, orElse = [], afterMs = 0 } of moves) {
    if (await isAny([job, ...orElse], jobs)) continue;
    await jobs.enqueue(job, { afterMs });
    resumed += 1;
  }
  return resumed;
}

function movesOf(request: Request, now: string, times: ReminderTimes): readonly Move[] {
  const { id: requestId, state } = request;
  switch (state) {
    case 'pending':
      return [
        { job: { name: 'expire-request', requestId } },
        ...announcing(request, now),
        ...reminding(request, now, times),
      ];
    case 'approved':
    case 'applying':
      return [applying(request)];
    default:
      return upcomingReviewReminders(request, now).map(({ nth, afterMs }) => {
        return { job: { name: 'remind-review', requestId, nth }, afterMs };
      });
  }
}

/** Reading back what was written leads to the end only where nothing is left to be written. */
function applying({ id: requestId, items }: Request): Move {
  const isOpen = items.some(({ outcome }) => outcome === null);
  const orElse = isOpen ? [] : [{ name: 'verify-request', requestId, attempt: 0 } as const];
  return { job: { name: 'apply-request', requestId }, orElse };
}

function announcing(request: Request, now: string): readonly Move[] {
  const { id: requestId, reach, createdAt } = request;
  const announce: Job = { name: 'announce-request', requestId };
  const afterMs = Math.max(0, Date.parse(createdAt) + REACH_MS - Date.parse(now));
  const isLookedUp = reach !== null && reach.approvers !== null;
  return [
    ...(isLookedUp ? [] : [{ job: announce }]),
    ...(canBeDecided(request) ? [] : [{ job: { name: 'check-reach', requestId }, afterMs } as const]),
  ];
}

function reminding(request: Request, now: string, times: ReminderTimes): readonly Move[] {
  return upcomingReminders(request, now, times).map(({ nth, afterMs }) => {
    return { job: { name: 'remind-request', requestId: request.id, nth }, afterMs };
  });
}

async function isAny(jobs: readonly Job[], { isUnderWay }: Jobs): Promise<boolean> {
  for (const job of jobs) if (await isUnderWay(job)) return true;
  return false;
}
