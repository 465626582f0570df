// What the bot does without being asked: each kind of job and the use case behind it.
import { type ApplyDoors, applyRequest } from '../src/approvals/apply-request.js';
import { endExemption } from '../src/approvals/end-exemption.js';
import { expireRequest } from '../src/approvals/expire-request.js';
import type { Job } from '../src/approvals/ports.js';
import { type RemindDoors, remindRequest } from '../src/approvals/remind-request.js';
import { type ResumeDoors, resumeExemptions } from '../src/approvals/resume-exemptions.js';
import { resumeRequests } from '../src/approvals/resume-requests.js';
import { verifyRequest } from '../src/approvals/verify-request.js';
import { warnExemption } from '../src/approvals/warn-exemption.js';
import type { JobHandlers } from '../src/db/store.js';
import type { Account } from '../src/mailboxes/mailbox.js';
import type { Scanner } from '../src/mailboxes/scanner.js';
import { type AnnounceDoors, announceRequest } from './announce.js';
import type { VerifyPorts } from './compose.js';
import type { EndPorts } from './exemption-doors.js';
import type { Log } from './log.js';
import { deliver, type OutboxDoors } from './outbox.js';

export interface WorkDoors {
  readonly apply: ApplyDoors;
  readonly verify: VerifyPorts;
  readonly announce: AnnounceDoors;
  readonly remind: RemindDoors;
  readonly exemptions: EndPorts & ResumeDoors;
  readonly outbox: OutboxDoors;
  readonly scanner: Scanner;
  readonly log: Log;
}

/** One handler per kind of job; a throw means "again later". */
export function jobHandlers(doors: WorkDoors): JobHandlers {
  const listMissed = ({ id }: Account, err: unknown): void =>
    doors.log.warn({ mailbox: id, err }, 'blocked, but the list does not show it before the next scan');
  const untold = (request: string): void =>
    doors.log.error({ request }, 'an exemption ends, and nobody could be told: no chat with its owner or an approver');
  return {
    'announce-request': ({ requestId }) => announceRequest(requestId, doors.announce),
    'apply-request': ({ requestId }, { signal }) => applyRequest(requestId, doors.apply, signal),
    'verify-request': ({ requestId, attempt }) => verifyRequest(requestId, attempt, { ...doors.verify, listMissed }),
    'expire-request': ({ requestId }) => expireRequest(requestId, doors.apply),
    'remind-request': ({ requestId, nth }) => remindRequest(requestId, nth, doors.remind),
    'warn-exemption': ({ requestId }) => warnExemption(requestId, { ...doors.exemptions, untold }),
    'end-exemption': ({ requestId }) => endExemption(requestId, { ...doors.exemptions, untold }),
    deliver: ({ deliveryId }) => deliver(deliveryId, doors.outbox),
    scan: async ({ why }) => {
      await resumeLost(doors);
      await doors.scanner.scan(why);
    },
  };
}

/** A safety net that hangs on the start, and on the scan because that goes on for ever; torn, it must not stop either. */
export async function resumeLost({ apply, exemptions, log }: WorkDoors): Promise<void> {
  const nets = {
    'open requests': () => resumeRequests(apply),
    'exemptions in force': () => resumeExemptions(exemptions),
  };
  for (const [what, resume] of Object.entries(nets)) {
    try {
      const resumed = await resume();
      if (resumed > 0) log.warn({ what, resumed }, 'jobs had been lost and are planned again');
    } catch (err) {
      log.error({ what, err }, 'could not be looked through for lost jobs');
    }
  }
}

/** How long a request rests after its job was given up: whatever ails it, it is not forgotten while it is open. */
const REST_MS = 300_000;

/**
 * A job whose attempts are used up leaves a trace in the log. A card that was not delivered rests until its request
 * changes; a request goes on after a rest, and its own deadlines end it.
 */
export async function onDeadJob(job: Job, why: string, doors: WorkDoors): Promise<void> {
  doors.log.error({ job: job.name, why }, 'job given up');
  switch (job.name) {
    case 'deliver':
      return doors.outbox.deliveries.gaveUp(job.deliveryId, why.slice(0, 200));
    case 'scan':
      return; // The next one is planned already.
    default:
      return doors.apply.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: REST_MS }));
  }
}
