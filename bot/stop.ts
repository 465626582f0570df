// Stops the bot in stages, each over by its moment within ten seconds: what is not done by then is left to the next start.
import type { Log } from './log.js';

export interface Stage {
  readonly what: string;
  /** Milliseconds after the stop began at which it is over: time that is saved is there for the later ones. */
  readonly until: number;
  work(): Promise<unknown>;
}

export interface StopDoors {
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number;
  pause(ms: number): Promise<void>;
}

/** Never throws, and takes no longer than until the last stage's moment. */
export async function stopInStages(stages: readonly Stage[], { log, elapsed, pause }: StopDoors): Promise<void> {
  const began = elapsed();
  log.info({}, 'stopping');
  for (const { what, until, work } of stages) {
    const done = work().then(
      () => true,
      (err: unknown) => {
        log.error({ err, what }, 'not stopped cleanly');
        return true;
      },
    );
    const left = Math.max(0, until - (elapsed() - began));
    const isDone = await Promise.race([done, pause(left).then(() => false)]);
    if (!isDone) log.warn({ what, until }, 'not done in time; left to the next start');
  }
  log.info({ ms: Math.round(elapsed() - began) }, 'stopped');
}
