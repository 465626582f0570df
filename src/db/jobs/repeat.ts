// Jobs that go on for ever: each run plans the next one first, so that whatever happens to it, there is a next.
import type { JobHandlers, JobOf, RepeatingJob } from '../store.js';

/** When a scan should be waiting. */
export interface Plan {
  readonly job: JobOf<'scan'>;
  /** Milliseconds from now when none is waiting yet. */
  readonly afterMs: number;
  /** One that waits longer than this is brought forward. */
  readonly latestMs: number;
}

/** Handlers that plan the next run before they start on theirs. */
export function repeating(
  handlers: JobHandlers,
  repeat: readonly RepeatingJob[],
  plan: (plan: Plan) => Promise<void>,
): JobHandlers {
  return {
    ...handlers,
    async scan(job, run) {
      for (const { job: next, everyMs } of repeat) await plan({ job: next, afterMs: everyMs, latestMs: everyMs });
      await handlers.scan(job, run);
    },
  };
}

/** The plan to begin with: at once when none was ever planned, else as planned but within the interval set today. */
export function firstPlan({ job, everyMs }: RepeatingJob): Plan {
  return { job, afterMs: 0, latestMs: everyMs };
}
