// The job that repeats itself: at once, at every interval, after failures and restarts, and when somebody asks.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoreLog } from '../../../../src/db/log.js';
import type { JobHandlers, RepeatingJob } from '../../../../src/db/store.js';
import { onAllEngines } from '../on-each-engine.js';
import { idleHandlers, until } from '../waiting.js';
import { HASTY } from './hasty.js';

const complaints: string[] = [];
const LISTENING: StoreLog = {
  info: () => undefined,
  warn: (_, message) => complaints.push(message),
  error: (_, message) => complaints.push(message),
};

onAllEngines('A job that repeats itself', { tuning: HASTY, log: LISTENING }, (it) => {
  const every = (everyMs: number): { readonly repeat: readonly RepeatingJob[] } => ({
    repeat: [{ job: { name: 'scan', why: 'schedule' }, everyMs }],
  });
  const scanning = (scan: JobHandlers['scan']): JobHandlers => idleHandlers(() => undefined, { scan });

  it('runs at once, then every interval, also after a failure', async (under) => {
    const times: number[] = [];
    const handlers = scanning(async (_, { attempt }) => {
      if (attempt > 1) return;
      times.push(performance.now());
      if (times.length === 1) throw new Error('Exchange is away');
    });
    await under.store().startJobs(handlers, every(500));
    await until(() => times.length === 2);
    const pauses = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    assert(
      pauses.every((ms) => ms > 450),
      `came too early: ${pauses}`,
    );
    assert.deepEqual(new Set(complaints), new Set(['A job failed']));
  });

  it('runs at once when somebody asks, and only one is planned', async (under) => {
    const store = await under.reopen();
    const runs: string[] = [];
    await store.startJobs(
      scanning(async ({ why }, { attempt }) => {
        // One that the restart interrupted is run again, and was counted by the test before.
        if (attempt === 1) runs.push(why);
      }),
      every(60_000),
    );
    // What the restart found planned runs first.
    await until(() => runs.length === 1);
    await pause(300);
    assert.deepEqual(runs, ['schedule']);
    await store.jobs.enqueue({ name: 'scan', why: 'asked' });
    await until(() => runs.length === 2);
    assert.deepEqual(runs, ['schedule', 'asked']);
  });

  it('is brought forward when the interval is set shorter', async (under) => {
    const store = await under.reopen();
    let runs = 0;
    await store.startJobs(
      scanning(async () => {
        runs += 1;
      }),
      every(500),
    );
    await until(() => runs > 0);
  });
});
