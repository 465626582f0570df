// Waiting for what workers do, and handlers that only remember.
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../../../src/approvals/ports.js';
import type { JobHandlers, JobRun } from '../../../src/db/store.js';

/** Waits until something holds. @throws Error after half a minute */
export async function until(holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${ms} ms in vain for: ${holds}`);
    await pause(10);
  }
}

/** Handlers that do nothing but tell. */
export function idleHandlers(
  tell: (job: Job, run: JobRun) => unknown,
  changes: Partial<JobHandlers> = {},
): JobHandlers {
  const handler = async (job: Job, run: JobRun): Promise<void> => {
    await tell(job, run);
  };
  return {
    'announce-request': handler,
    'apply-request': handler,
    'verify-request': handler,
    'expire-request': handler,
    'check-reach': handler,
    'remind-request': handler,
    'remind-review': handler,
    'delete-past-term': handler,
    'install-app': handler,
    'warn-exemption': handler,
    'end-exemption': handler,
    'read-impacts': handler,
    deliver: handler,
    scan: handler,
    watch: handler,
    'tend-findings': handler,
    heartbeat: handler,
    'look-at-sign-ins': handler,
    'tell-approvers': handler,
    ...changes,
  };
}
