// Stops the bot in stages, each with its share of ten seconds: what is not done by then is handed back or left to the next start.
import type { Log } from './log.js';

export interface Stage {
  readonly what: string;
  /** Milliseconds it may take. */
  readonly ms: number;
  work(): Promise<unknown>;
}

export interface StopDoors {
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Milliseconds, for the log only. */
  elapsed(): number;
  pause(ms: number): Promise<void>;
}

/** Never throws, and takes no longer than the stages' shares together. */
export async function stopInStages(stages: readonly Stage[], { log, elapsed, pause }: StopDoors): Promise<void> {
  const began = elapsed();
  log.info({}, 'stopping');
  for (const { what, ms, work } of stages) {
    const done = work().then(
      () => true,
      (err: unknown) => {
        log.error({ err, what }, 'not stopped cleanly');
        return true;
      },
    );
    const isDone = await Promise.race([done, pause(ms).then(() => false)]);
    if (!isDone) log.warn({ what, ms }, 'not done in time; left to the next start');
  }
  log.info({ ms: Math.round(elapsed() - began) }, 'stopped');
}
