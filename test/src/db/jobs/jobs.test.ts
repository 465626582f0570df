// Jobs: run soon, again after a failure, given up at last, kept over a restart, never two of a key at once.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../../../../src/approvals/ports.js';
import type { DeadJobHandler, JobRun } from '../../../../src/db/store.js';
import { onAllEngines, type UnderTest } from '../on-each-engine.js';
import { idleHandlers, until } from '../waiting.js';
import { HASTY } from './hasty.js';

const APPLY = { name: 'apply-request', requestId: 'r' } as const;

/** What the test that runs does with jobs, by engine. */
interface Bench {
  handle(job: Job, run: JobRun): unknown;
  hearOfDead: DeadJobHandler;
}

/** Longer than any of these tests may take. */
const HARDLY_EVER_S = 600;

onAllEngines('Workers that hardly ever look', { tuning: { ...HASTY, pollingSeconds: HARDLY_EVER_S } }, (it) => {
  /** Names of the jobs that ran, by engine. */
  const ran = new Map<UnderTest, string[]>();

  it('are woken for every job', async (under) => {
    const names: string[] = [];
    ran.set(under, names);
    const handlers = idleHandlers((job) => names.push(job.name));
    await under.store().startJobs(handlers, { onDead: async () => undefined });
    for (let n = 1; n <= 3; n += 1) {
      await under.store().jobs.enqueue(APPLY);
      await until(() => names.length === n);
    }
  });

  it('take one job after the other without a rest', async (under) => {
    const names = ran.get(under) ?? assert.fail();
    await under.store().ledger.transaction(async ({ jobs }) => {
      for (let n = 0; n < 40; n += 1) await jobs.enqueue({ name: 'announce-request', requestId: `n${n}` });
    });
    await until(() => names.filter((name) => name === 'announce-request').length === 40);
  });
});

onAllEngines('Jobs', { tuning: HASTY }, (it) => {
  const benches = new Map<UnderTest, Bench>();
  const benchOf = async (under: UnderTest): Promise<Bench> => {
    const known = benches.get(under);
    if (known !== undefined) return known;
    const bench: Bench = { handle: () => undefined, hearOfDead: async () => undefined };
    benches.set(under, bench);
    const handlers = idleHandlers((job, run) => bench.handle(job, run));
    await under.store().startJobs(handlers, { onDead: (job, why) => bench.hearOfDead(job, why) });
    return bench;
  };

  it('run as soon as they are there, and later when they are planned for later', async (under) => {
    const bench = await benchOf(under);
    const { jobs } = under.store();
    const ran: { readonly job: Job; readonly at: number }[] = [];
    bench.handle = (job) => ran.push({ job, at: performance.now() });
    const later = { name: 'verify-request', requestId: 'later', attempt: 2 } as const;
    const began = performance.now();
    await jobs.enqueue(later, { afterMs: 4_000 });
    await jobs.enqueue(APPLY);
    await until(() => ran.length === 2);
    const [first, second] = ran;
    assert(first !== undefined && second !== undefined);
    assert.deepEqual([first.job, second.job], [APPLY, later]);
    assert(second.at - began >= 3_990, 'it ran too early');
  });

  it('are hastened, all of a kind and no other', async (under) => {
    const bench = await benchOf(under);
    const { jobs, ledger } = under.store();
    const ran: Job[] = [];
    bench.handle = (job) => ran.push(job);
    const subjects = ['one', 'two'].map((id) => ({ kind: 'finding', id }) as const);
    const far = { afterMs: 600_000 };
    for (const subject of subjects) await jobs.enqueue({ name: 'tell-approvers', subject, untoldSince: 'then' }, far);
    await jobs.enqueue({ name: 'deliver', deliveryId: 'far' }, far);
    await ledger.transaction((work) => work.jobs.hasten('tell-approvers'));
    await until(() => ran.length === 2);
    assert.deepEqual(
      new Set(ran.map((job) => (job.name === 'tell-approvers' ? `${job.subject.id} ${job.untoldSince}` : job.name))),
      new Set(['one then', 'two then']),
    );
    assert(await jobs.isUnderWay({ name: 'deliver', deliveryId: 'far' }));
  });

  it('are tried again, told how often, and given to the dead letters with their reason', async (under) => {
    const bench = await benchOf(under);
    const attempts: (readonly [number, boolean])[] = [];
    const dead: (readonly [Job, string])[] = [];
    let told = 0;
    bench.handle = (_, { attempt, lastAttempt }) => {
      attempts.push([attempt, lastAttempt]);
      throw new Error(`Graph said no (${attempt})`);
    };
    bench.hearOfDead = async (job, why) => {
      told += 1;
      if (told === 1) throw new Error('not now');
      dead.push([job, why]);
    };
    await under.store().jobs.enqueue(APPLY);
    await until(() => dead.length > 0);
    assert.deepEqual(attempts, [
      [1, false],
      [2, true],
    ]);
    assert.deepEqual(dead, [[APPLY, 'Graph said no (2)']]);
    assert.equal(told, 2, 'who hears of the dead may fail, too');
  });

  it('are taken from a worker that hangs, and it is told', async (under) => {
    const bench = await benchOf(under);
    const runs: AbortSignal[] = [];
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    bench.handle = async (_, { signal }) => {
      runs.push(signal);
      if (runs.length === 1) await hanging;
    };
    await under.store().jobs.enqueue({ name: 'verify-request', requestId: 'r', attempt: 1 });
    await until(() => runs.length === 2);
    assert.equal(runs[0]?.aborted, true);
    release();
  });

  it('are merged while they wait, where one stands for all', async (under) => {
    const bench = await benchOf(under);
    const { jobs, ledger } = under.store();
    const ran: Job[] = [];
    bench.handle = (job) => ran.push(job);
    // In a transaction, so that none can run before all of them wait.
    await ledger.transaction(async (work) => {
      for (let n = 0; n < 4; n += 1) {
        await work.jobs.enqueue({ name: 'deliver', deliveryId: 'same' });
        await work.jobs.enqueue({ name: 'deliver', deliveryId: `other-${n}` });
        await work.jobs.enqueue({ name: 'scan', why: `asked ${n}` });
      }
      // One that is planned for later adds nothing while another waits: that one does the work, and plans what is left.
      await work.jobs.enqueue({ name: 'deliver', deliveryId: 'same' }, { afterMs: 300 });
    });
    await until(() => ran.length === 6);
    // When none waits, it comes at its time.
    await jobs.enqueue({ name: 'deliver', deliveryId: 'same' }, { afterMs: 300 });
    await until(() => ran.length === 7);
    const names = ran.map((job) => (job.name === 'deliver' ? job.deliveryId : JSON.stringify(job)));
    assert.deepEqual(
      names.sort(),
      [
        'other-0',
        'other-1',
        'other-2',
        'other-3',
        'same',
        'same',
        JSON.stringify({ why: 'asked 3', name: 'scan' }),
      ].sort(),
    );
  });

  it('that are planned for later bring one forward that would wait longer', async (under) => {
    const bench = await benchOf(under);
    const { jobs } = under.store();
    const ran: Job[] = [];
    bench.handle = (job) => ran.push(job);
    const job = { name: 'deliver', deliveryId: 'waiting' } as const;
    await jobs.enqueue(job, { afterMs: 3_600_000 });
    await jobs.enqueue(job, { afterMs: 300 });
    await jobs.enqueue(job, { afterMs: 3_600_000 });
    await until(() => ran.length === 1);
    // And it was one job, not three.
    await until(async () => !(await jobs.isUnderWay(job)));
  });

  it('of the same key never run side by side, and one asked for meanwhile is not lost', async (under) => {
    const bench = await benchOf(under);
    const { jobs } = under.store();
    let running = 0;
    let most = 0;
    let runs = 0;
    const again = { name: 'deliver', deliveryId: 'busy' } as const;
    bench.handle = async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      if (runs < 3) await jobs.enqueue(again);
      await pause(50);
      running -= 1;
    };
    await jobs.enqueue(again);
    await until(() => runs === 3 && running === 0);
    assert.equal(most, 1);
  });
});

onAllEngines('Jobs over a restart', { tuning: HASTY }, (it) => {
  it('are still there, but for those that were let finish', async (under) => {
    const store = under.store();
    let started = 0;
    await store.work('apply-request', async () => {
      started += 1;
      await pause(200);
    });
    await store.jobs.enqueue({ name: 'apply-request', requestId: 'running' });
    await until(() => started === 1);
    await store.jobs.enqueue({ name: 'expire-request', requestId: 'later' });
    const again = await under.reopen();
    const ran: Job[] = [];
    await again.startJobs(idleHandlers((job) => ran.push(job)));
    await until(() => ran.length > 0);
    assert.deepEqual(ran, [{ name: 'expire-request', requestId: 'later' }]);
  });
});
