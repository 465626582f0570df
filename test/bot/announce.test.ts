// Open requests are shown to approvers met late, and nobody else's first word sets anything in motion.
import assert from 'node:assert/strict';
import { announceOpenRequests, type MetDoors } from '../../bot/announce.js';
import type { Job, Ledger, Requests, Work } from '../../src/approvals/ports.js';
import { Refused } from '../../src/failure.js';
import { request } from '../src/db/samples.js';

async function jobsAfter(isApprover: MetDoors['isApprover']): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  const rows = [request('open'), request('over', { state: 'denied' })];
  const requests = { page: async () => ({ rows, total: 2, open: 1 }) } as unknown as Requests;
  const enqueue = async (job: Job): Promise<void> => {
    jobs.push(job);
  };
  const ledger: Ledger = { transaction: (work) => work({ jobs: { enqueue } } as unknown as Work) };
  await announceOpenRequests('somebody', { requests, ledger, isApprover, readAfresh: async () => undefined });
  return jobs;
}

describe('a person met for the first time', () => {
  const announced = [{ name: 'announce-request', requestId: 'open' }];

  it('is shown what is open as an approver', async () => {
    assert.deepEqual(await jobsAfter(async (id) => id === 'somebody'), announced);
  });

  it('sets nothing in motion as anybody else', async () => {
    assert.deepEqual(await jobsAfter(async () => false), []);
  });

  it('may be an approver where Entra does not say: the job asks again', async () => {
    const unsaid = async (): Promise<boolean> => {
      throw new Refused({ kind: 'busy' });
    };
    assert.deepEqual(await jobsAfter(unsaid), announced);
  });
});
