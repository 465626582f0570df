// The workers of this process: fetch a job, hand it over, and let a failure come back later.
import { setTimeout as pause } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Job } from '../../approvals/ports.js';
import type { StoreLog } from '../log.js';
import type { DeadJobHandler, JobHandler, JobHandlers, JobName, JobOf } from '../store.js';
import { DEAD_LETTERS, JOB_NAMES, type JobTuning, workersOf, workOptions } from './queues.js';

/** How long `stop` waits for jobs that are running. */
const STOP_MS = 3_500;

export interface Workers {
  start<N extends JobName>(name: N, handler: JobHandler<N>): Promise<void>;
  startEvery(handlers: JobHandlers): Promise<void>;
  /** Hears of jobs whose attempts are used up. */
  startDeadLetters(handler: DeadJobHandler): Promise<void>;
  /** Lets running jobs finish; those that do not are given back and run again. */
  stop(): Promise<void>;
}

/** Workers on a started pg-boss. */
export function workersOn(boss: PgBoss, tuning: JobTuning, log: StoreLog): Workers {
  const start = <N extends JobName>(name: N, handler: JobHandler<N>): Promise<void> =>
    startSome<JobOf<N>>(boss, name, tuning, (job) => run(job, handler, log));
  const startOf = <N extends JobName>(name: N, handlers: { readonly [M in N]: JobHandler<M> }): Promise<void> =>
    start(name, handlers[name]);
  return {
    start,
    async startEvery(handlers) {
      for (const name of JOB_NAMES) await startOf(name, handlers);
    },
    startDeadLetters: (handler) =>
      startSome<Job>(boss, DEAD_LETTERS, tuning, (job) =>
        logged(job, log, () => handler(job.data, reasonOf(job.sourceOutput))),
      ),
    async stop() {
      const finished = Promise.all([...JOB_NAMES, DEAD_LETTERS].map((name) => boss.offWork(name)));
      await Promise.race([finished, pause(STOP_MS, undefined, { ref: false })]);
      await boss.stop({ graceful: false });
    },
  };
}

/** Starts the workers of one queue. */
async function startSome<J extends Job>(
  boss: PgBoss,
  name: JobName | typeof DEAD_LETTERS,
  tuning: JobTuning,
  handle: (job: JobWithMetadata<J>) => Promise<void>,
): Promise<void> {
  const options = { ...workOptions(name, tuning), includeMetadata: true } as const;
  for (let n = 0; n < workersOf(name); n += 1) {
    let id = '';
    id = await boss.work<J, void, typeof options>(name, options, async ([job]) => {
      try {
        if (job !== undefined) await handle(job);
      } finally {
        // Left to itself a worker rests after every job; there may be more waiting.
        boss.notifyWorker(id);
      }
    });
  }
}

async function run<N extends JobName>(
  job: JobWithMetadata<JobOf<N>>,
  handler: JobHandler<N>,
  log: StoreLog,
): Promise<void> {
  const attempt = job.retryCount + 1;
  const lastAttempt = job.retryCount >= job.retryLimit;
  await logged(job, log, () => handler(job.data, { attempt, lastAttempt, signal: job.signal }));
}

async function logged(job: JobWithMetadata<Job>, log: StoreLog, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const facts = { err: error, job: job.data, attempt: job.retryCount + 1, of: job.retryLimit + 1 };
    log.warn(facts, 'A job failed');
    // Only the message is kept with the job: an error may carry a request with its token.
    throw new Error(error instanceof Error ? error.message : String(error));
  }
}

/** What pg-boss kept of the error of the last attempt. */
function reasonOf(output: object | null | undefined): string {
  const { message, value } = (output ?? {}) as { readonly message?: unknown; readonly value?: unknown };
  return String(message ?? value ?? 'its worker died');
}
