// What the bot does without being asked: each kind of job and the use case behind it.
import { lookAtSignIns } from '../src/alerts/look-at-sign-ins.js';
import { lookUpWho } from '../src/alerts/look-up-who.js';
import { lookAgain } from '../src/alerts/see-again.js';
import { tellApprovers } from '../src/alerts/tell-approvers.js';
import { tendFindings } from '../src/alerts/tend-findings.js';
import { watchAccounts } from '../src/alerts/watch-accounts.js';
import { type ApplyDoors, applyRequest } from '../src/approvals/apply-request.js';
import { type EndDoors, endExemption, warnExemption } from '../src/approvals/end-exemption.js';
import { expireRequest } from '../src/approvals/expire-request.js';
import type { Job } from '../src/approvals/ports.js';
import { type RemindDoors, remindRequest } from '../src/approvals/remind-request.js';
import { resumeRequests } from '../src/approvals/resume-requests.js';
import { verifyRequest } from '../src/approvals/verify-request.js';
import type { JobHandlers } from '../src/db/store.js';
import type { Account } from '../src/mailboxes/mailbox.js';
import type { Scanner } from '../src/mailboxes/scanner.js';
import { type AnnounceDoors, announceRequest } from './announce.js';
import type { VerifyPorts } from './compose.js';
import type { AlertWork } from './compose-alerts.js';
import type { Log } from './log.js';
import { deliver, type OutboxDoors } from './outbox.js';

export interface WorkDoors {
  readonly apply: ApplyDoors;
  readonly verify: VerifyPorts;
  readonly announce: AnnounceDoors;
  readonly remind: RemindDoors;
  readonly exemptions: EndDoors;
  readonly outbox: OutboxDoors;
  readonly scanner: Scanner;
  readonly alerts: AlertWork;
  readonly log: Log;
}

/** One handler per kind of job; a throw means "again later". */
export function jobHandlers(doors: WorkDoors): JobHandlers {
  const listMissed = ({ id }: Account, err: unknown): void =>
    doors.log.warn({ mailbox: id, err }, 'blocked, but the list does not show it before the next scan');
  return {
    'announce-request': ({ requestId }) => announceRequest(requestId, doors.announce),
    'apply-request': ({ requestId }, { signal }) => applyRequest(requestId, doors.apply, signal),
    'verify-request': ({ requestId, attempt }) => verifyRequest(requestId, attempt, { ...doors.verify, listMissed }),
    'expire-request': ({ requestId }) => expireRequest(requestId, doors.apply),
    'remind-request': ({ requestId, nth }) => remindRequest(requestId, nth, doors.remind),
    'warn-exemption': ({ objectId, until }) => warnExemption(objectId, until, doors.exemptions),
    'end-exemption': async ({ objectId, until }) => {
      await endExemption(objectId, until, doors.exemptions);
      await lookAgain(objectId, doors.alerts.see);
    },
    deliver: ({ deliveryId }) => deliver(deliveryId, doors.outbox),
    scan: async ({ why }, { lastAttempt }) => {
      await resumeLost(doors);
      await doors.scanner.scan(why, lastAttempt);
    },
    watch: () => watch(doors),
    'tend-findings': async () => {
      await tendFindings(doors.alerts.tend);
    },
    'look-at-sign-ins': async () => {
      await lookAtSignIns(doors.alerts.look);
    },
    'tell-approvers': ({ subject }) => tellApprovers(subject, doors.alerts.tellApprovers),
  };
}

async function watch({ alerts, log }: WorkDoors): Promise<void> {
  const polled = await watchAccounts(alerts.watch);
  if (polled.kind === 'failed') log.warn({ err: polled.error, failure: polled.error.failure }, 'changes not read');
  else log.debug(polled, 'watched');
  await lookUpWho(alerts.lookUp);
}

/** A safety net that hangs on the scan because that goes on for ever; torn, it must not keep the scan from running. */
async function resumeLost({ apply, log }: WorkDoors): Promise<void> {
  try {
    const resumed = await resumeRequests(apply);
    if (resumed > 0) log.warn({ resumed }, 'open requests had lost their next job');
  } catch (err) {
    log.error({ err }, 'open requests could not be looked through');
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
    case 'watch':
    case 'tend-findings':
    case 'look-at-sign-ins':
      return; // The next one is planned already.
    default:
      return doors.apply.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: REST_MS }));
  }
}
