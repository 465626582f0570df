// Requests whose jobs were lost or given up: they go on while they are open.
import assert from 'node:assert/strict';
import { onDeadJob, type WorkDoors } from '../../../bot/scheduled-work.js';
import type { Job } from '../../../src/approvals/ports.js';
import { resumeRequests } from '../../../src/approvals/resume-requests.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, request } from '../db/samples.js';
import { idleHandlers, until } from '../db/waiting.js';

const REACH = { approvers: 1, told: 1 };

onEachEngine('Requests without a job', { tuning: { pollingSeconds: 0.5 } }, (under) => {
  const ran: string[] = [];

  it('are resumed once, by what their state calls for', async () => {
    const { requests, ledger, jobs } = under.store();
    const running = { runBy: at(60) };
    await requests.insert(request('untold', { state: 'pending' }));
    await requests.insert(request('told', { state: 'pending', reach: REACH }));
    await requests.insert(request('approved', { state: 'approved', ...running }));
    await requests.insert(request('applying', { state: 'applying', ...running }));
    await requests.insert(request('verifying', { state: 'applying', ...running }));
    await requests.insert(request('denied', { state: 'denied' }));
    await requests.insert(request('done', { state: 'done', ...running }));
    await jobs.enqueue({ name: 'verify-request', requestId: 'verifying', attempt: 3 }, { afterMs: 3_600_000 });

    assert.equal(await resumeRequests({ requests, ledger }), 5);
    assert.equal(await resumeRequests({ requests, ledger }), 0, 'all of them wait already');
    const tell = (job: Job): void => {
      ran.push('requestId' in job ? `${job.name} ${job.requestId}` : job.name);
    };
    await under.store().startJobs(idleHandlers(tell));
    await until(() => ran.length === 5);
    assert.deepEqual(ran.sort(), [
      'announce-request untold',
      'apply-request applying',
      'apply-request approved',
      'expire-request told',
      'expire-request untold',
    ]);
    await until(async () => (await resumeRequests({ requests, ledger })) > 0);
  });

  it('are all found, however many there are', async () => {
    const { requests, ledger } = under.store();
    for (let n = 0; n < 60; n += 1) {
      await requests.insert(request(`many-${n}`, { state: 'pending', reach: REACH, createdAt: at(n + 1) }));
    }
    assert((await resumeRequests({ requests, ledger })) >= 60);
  });

  it('go on after a rest when a job was given up, all but the card', async () => {
    const { ledger, jobs } = under.store();
    const logged: unknown[] = [];
    const dead: string[] = [];
    const close = async (id: string): Promise<void> => {
      dead.push(id);
    };
    const doors = {
      apply: { ledger },
      log: { error: (facts: unknown) => logged.push(facts) },
      outbox: { deliveries: { dead: close, gaveUp: close } },
    } as unknown as WorkDoors;
    const given: readonly Job[] = [
      { name: 'announce-request', requestId: 'given-up' },
      { name: 'apply-request', requestId: 'given-up' },
      { name: 'verify-request', requestId: 'given-up', attempt: 4 },
      { name: 'expire-request', requestId: 'given-up' },
    ];
    for (const job of given) {
      assert.equal(await jobs.isUnderWay(job), false);
      await onDeadJob(job, 'why', doors);
      assert.equal(await jobs.isUnderWay(job), true, job.name);
    }
    await onDeadJob({ name: 'deliver', deliveryId: 'card' }, 'why', doors);
    await onDeadJob({ name: 'scan', why: 'test' }, 'why', doors);
    assert.deepEqual(dead, ['card']);
    assert.equal(logged.length, 6);
    assert.equal(ran.filter((one) => one.endsWith('given-up')).length, 0, 'it did not rest');
  });
});
