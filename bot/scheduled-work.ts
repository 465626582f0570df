// What the bot does without being asked: each kind of job and the use case behind it.
import { type ApplyDoors, applyRequest } from '../src/approvals/apply-request.js';
import { expireRequest } from '../src/approvals/expire-request.js';
import type { Job } from '../src/approvals/ports.js';
import { type VerifyDoors, verifyRequest } from '../src/approvals/verify-request.js';
import type { JobHandlers } from '../src/db/store.js';
import type { Scanner } from '../src/mailboxes/scanner.js';
import { type AnnounceDoors, announceRequest } from './announce.js';
import type { Log } from './log.js';
import { deliver, type OutboxDoors } from './outbox.js';

export interface WorkDoors {
  readonly apply: ApplyDoors;
  readonly verify: VerifyDoors;
  readonly announce: AnnounceDoors;
  readonly outbox: OutboxDoors;
  readonly scanner: Scanner;
  readonly log: Log;
}

/** One handler per kind of job; a throw means "again later". */
export function jobHandlers(doors: WorkDoors): JobHandlers {
  return {
    'announce-request': ({ requestId }) => announceRequest(requestId, doors.announce),
    'apply-request': ({ requestId }) => applyRequest(requestId, doors.apply),
    'verify-request': ({ requestId, attempt }) => verifyRequest(requestId, attempt, doors.verify),
    'expire-request': ({ requestId }) => expireRequest(requestId, doors.apply),
    deliver: ({ deliveryId }) => deliver(deliveryId, doors.outbox),
    scan: async ({ why }) => {
      await doors.scanner.scan(why);
    },
  };
}

/** A job whose attempts are used up leaves a trace in the log, and a card that cannot be delivered is closed. */
export async function onDeadJob(job: Job, why: string, doors: WorkDoors): Promise<void> {
  doors.log.error({ job: job.name, why }, 'job given up');
  if (job.name === 'deliver') await doors.outbox.deliveries.dead(job.deliveryId, why.slice(0, 200));
}
