// Picks up open requests that nothing is going to happen to any more, whatever became of their jobs.
import type { Job, Jobs, Ledger, Requests } from './ports.js';
import type { Request } from './request.js';

const PAGE = 50;

/** Enqueues the next job of every open request that has none; returns how many jobs that were. Safe to call at any time. */
export async function resumeRequests(doors: {
  readonly requests: Pick<Requests, 'page'>;
  readonly ledger: Ledger;
}): Promise<number> {
  let resumed = 0;
  for (let page = 0; ; page += 1) {
    const { rows, open } = await doors.requests.page(page, PAGE);
    for (const request of rows) {
      resumed += await doors.ledger.transaction((work) => resume(request, work.jobs));
    }
    if ((page + 1) * PAGE >= open) return resumed;
  }
}

async function resume(request: Request, jobs: Jobs): Promise<number> {
  let resumed = 0;
  for (const [next, ...others] of movesOf(request)) {
    if (next === undefined || (await isAny([next, ...others], jobs))) continue;
    await jobs.enqueue(next);
    resumed += 1;
  }
  return resumed;
}

/** What must be on its way: each the job to enqueue, and those that lead there as well. */
function movesOf({ id: requestId, state, reach }: Request): readonly (readonly Job[])[] {
  const expire = [{ name: 'expire-request', requestId }] as const;
  switch (state) {
    case 'pending':
      return reach === null ? [expire, [{ name: 'announce-request', requestId }]] : [expire];
    case 'approved':
    case 'applying':
      return [
        [
          { name: 'apply-request', requestId },
          { name: 'verify-request', requestId, attempt: 0 },
        ],
      ];
    default:
      return [];
  }
}

async function isAny(jobs: readonly Job[], { isUnderWay }: Jobs): Promise<boolean> {
  for (const job of jobs) if (await isUnderWay(job)) return true;
  return false;
}
