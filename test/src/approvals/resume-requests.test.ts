// Requests whose jobs were lost or given up: they go on while they are open.
import assert from 'node:assert/strict';
import { onDeadJob, type WorkDoors } from '../../../bot/scheduled-work.js';
import type { Job } from '../../../src/approvals/ports.js';
import { type ResumeDoors, resumeRequests } from '../../../src/approvals/resume-requests.js';
import { onEachEngine, type UnderTest } from '../db/on-each-engine.js';
import { at, person, reach, request, T0 } from '../db/samples.js';
import { idleHandlers, until } from '../db/waiting.js';

const REACH = reach(1, 1);

function resuming(under: UnderTest): ResumeDoors {
  const { requests, ledger } = under.store();
  return { requests, ledger, clock: { now: () => T0 }, times: { urgentRepeatMs: 300_000 } };
}

onEachEngine('Requests without a job', { tuning: { pollingSeconds: 0.5 } }, (under) => {
  const ran: string[] = [];

  it('are resumed once, by what their state calls for', async () => {
    const { requests, jobs } = under.store();
    const doors = resuming(under);
    const running = { runBy: at(60) };
    await requests.insert(request('untold', { state: 'pending' }));
    await requests.insert(request('told', { state: 'pending', reach: REACH }));
    await requests.insert(request('approved', { state: 'approved', ...running }));
    await requests.insert(request('applying', { state: 'applying', ...running }));
    const written = { kind: 'written', at: at(1), microsoftRequestId: null } as const;
    const { items } = request('any');
    const all = items.map((item) => ({ ...item, outcome: written }));
    const half = items.map((item, index) => ({ ...item, outcome: index === 0 ? written : null }));
    await requests.insert(request('verifying', { state: 'applying', ...running, items: all }));
    await requests.insert(request('half-written', { state: 'applying', ...running, items: half }));
    await requests.insert(request('denied', { state: 'denied' }));
    await requests.insert(request('done', { state: 'done', ...running }));
    for (const requestId of ['verifying', 'half-written']) {
      await jobs.enqueue({ name: 'verify-request', requestId, attempt: 3 }, { afterMs: 3_600_000 });
    }

    // What is due later waits: two reminders for each of the pending ones, and a look at who was reached for one of them.
    assert.equal(await resumeRequests(doors), 6 + 4 + 1);
    assert.equal(await resumeRequests(doors), 0, 'all of them wait already');
    const tell = (job: Job): void => {
      ran.push('requestId' in job ? `${job.name} ${job.requestId}` : job.name);
    };
    await under.store().startJobs(idleHandlers(tell));
    await until(() => ran.length === 6);
    assert.deepEqual(ran.sort(), [
      'announce-request untold',
      'apply-request applying',
      'apply-request approved',
      'apply-request half-written',
      'expire-request told',
      'expire-request untold',
    ]);
    await until(async () => (await resumeRequests(doors)) > 0);
  });

  it('are all found, however many there are', async () => {
    const { requests } = under.store();
    for (let n = 0; n < 60; n += 1) {
      await requests.insert(request(`many-${n}`, { state: 'pending', reach: REACH, createdAt: at(n + 1) }));
    }
    assert((await resumeRequests(resuming(under))) >= 60);
  });

  it('have their reminders again, each once and none that was sent', async () => {
    const { requests, jobs } = under.store();
    await requests.insert(request('half', { reach: REACH, reminders: 1 }));
    await requests.insert(request('paged', { reach: REACH, isUrgent: true, reminders: 3 }));
    await resumeRequests(resuming(under));
    const waits = (requestId: string, nth: number): Promise<boolean> =>
      jobs.isUnderWay({ name: 'remind-request', requestId, nth });
    assert.deepEqual(await Promise.all([1, 2].map((nth) => waits('half', nth))), [false, true]);
    assert.deepEqual(await Promise.all([3, 4, 5].map((nth) => waits('paged', nth))), [false, true, false]);
  });

  it('are reminded of as long as they owe a review', async () => {
    const { requests, jobs } = under.store();
    const decisions = [{ by: person('one'), verdict: 'approve', reason: null, at: T0, content: 'c' }] as const;
    const finished = { isUrgent: true, state: 'done', decisions, contentHash: 'c', reach: REACH } as const;
    const review = { by: person('two'), at: T0, note: 'fine' };
    await requests.insert(request('owed', finished));
    await requests.insert(request('looked-at', { ...finished, review }));
    await resumeRequests({ ...resuming(under), clock: { now: () => at(3.5 * 24 * 60) } });
    const waits = (requestId: string, nth: number): Promise<boolean> =>
      jobs.isUnderWay({ name: 'remind-review', requestId, nth });
    const days = [1, 2, 3, 4, 5, 6, 7, 8];
    assert.deepEqual(await Promise.all(days.map((nth) => waits('owed', nth))), [
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
    await until(() => ran.filter((job) => job === 'remind-review owed').length === 1);
    assert.deepEqual(await Promise.all(days.map((nth) => waits('looked-at', nth))), Array(8).fill(false));
  });

  it('go on after a rest when a job was given up, and so does the card', async () => {
    const { ledger, jobs } = under.store();
    const logged: unknown[] = [];
    const resting: string[] = [];
    const deliveries = {
      load: async (id: string) => ({ id, state: 'waiting', activityId: null, shownVersion: 0, wantedVersion: 1 }),
      gaveUp: async (id: string) => void resting.push(id),
    };
    const doors = {
      apply: { ledger },
      log: { error: (facts: unknown) => logged.push(facts) },
      outbox: { deliveries, notArrived: async () => undefined },
    } as unknown as WorkDoors;
    const given: readonly Job[] = [
      { name: 'announce-request', requestId: 'given-up' },
      { name: 'apply-request', requestId: 'given-up' },
      { name: 'verify-request', requestId: 'given-up', attempt: 4 },
      { name: 'expire-request', requestId: 'given-up' },
      { name: 'remind-request', requestId: 'given-up', nth: 2 },
      { name: 'remind-review', requestId: 'given-up', nth: 1 },
      { name: 'check-reach', requestId: 'given-up' },
    ];
    for (const job of given) {
      assert.equal(await jobs.isUnderWay(job), false);
      await onDeadJob(job, 'why', doors);
      assert.equal(await jobs.isUnderWay(job), true, job.name);
    }
    await onDeadJob({ name: 'deliver', deliveryId: 'card' }, 'why', doors);
    const heldBack: Job = { name: 'deliver', deliveryId: 'held back' };
    await onDeadJob(heldBack, 'upstream-unavailable', doors);
    assert.equal(await jobs.isUnderWay(heldBack), true, 'Entra may say later who may read it');
    await onDeadJob({ name: 'scan', why: 'test' }, 'why', doors);
    assert.deepEqual(resting, ['card']);
    await onDeadJob({ name: 'install-app', personId: 'given-up' }, 'why', doors);
    assert.equal(await jobs.isUnderWay({ name: 'install-app', personId: 'given-up' }), false);
    assert.equal(logged.length, 11);
    assert.equal(ran.filter((one) => one.endsWith('given-up')).length, 0, 'it did not rest');
  });
});
