// Jobs on a clock that tests move: they wait until they are due, and stay until they were done.
import type { Job } from '../../src/approvals/ports.js';
import { keyOf } from '../../src/db/jobs/queues.js';

export interface Planned {
  readonly job: Job;
  readonly dueAt: number;
}

export interface JobDesk {
  /** Whether one of this kind about the same thing waits. */
  has(job: Job): boolean;
  add(planned: readonly Planned[]): void;
  /** The one that is due first at that time; undefined when none is. */
  next(now: number): Planned | undefined;
  /** When the next one falls due; null when nothing waits. */
  nextDue(): number | null;
  remove(planned: Planned): void;
  /** The queue loses what it was to do about requests. */
  forgetRequests(): void;
}

export function createJobDesk(): JobDesk {
  let waiting: readonly Planned[] = [];
  const inOrder = (): readonly Planned[] => waiting.toSorted((one, other) => one.dueAt - other.dueAt);
  return {
    has: (job) => waiting.some((one) => one.job.name === job.name && keyOf(one.job) === keyOf(job)),
    add(planned) {
      waiting = [...waiting, ...planned];
    },
    next: (now) => inOrder().find(({ dueAt }) => dueAt <= now),
    nextDue: () => inOrder()[0]?.dueAt ?? null,
    remove(planned) {
      waiting = waiting.filter((one) => one !== planned);
    },
    forgetRequests() {
      waiting = waiting.filter(({ job }) => !('requestId' in job));
    },
  };
}
