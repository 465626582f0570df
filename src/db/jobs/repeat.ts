// Jobs that go on for ever: each run plans the next one first, so that whatever happens to it, there is a next.
import {
  type JobHandler,
  type JobHandlers,
  type JobOf,
  REPEATING,
  type RepeatingJob,
  type RepeatingName,
} from '../store.js';

/** When the next run should be waiting. */
export interface Plan {
  readonly job: JobOf<RepeatingName>;
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
  const planned = <N extends RepeatingName>(name: N): JobHandler<N> => {
    const mine = repeat.filter(({ job }) => job.name === name);
    return async (job, run) => {
      for (const { job: next, everyMs } of mine) await plan({ job: next, afterMs: everyMs, latestMs: everyMs });
      await handlers[name](job, run);
    };
  };
  return { ...handlers, ...Object.fromEntries(REPEATING.map((name) => [name, planned(name)])) };
}

/** The plan to begin with: at once when none was ever planned, else as planned but within the interval set today. */
export function firstPlan({ job, everyMs }: RepeatingJob): Plan {
  return { job, afterMs: 0, latestMs: everyMs };
}
