// What the bot does without being asked: each kind of job and the use case behind it.
import { beat } from '../src/alerts/beat.js';
import { lookAtSignIns } from '../src/alerts/look-at-sign-ins.js';
import { lookUpWho } from '../src/alerts/look-up-who.js';
import { tellApprovers } from '../src/alerts/tell-approvers.js';
import { tendFindings } from '../src/alerts/tend-findings.js';
import { watchAccounts } from '../src/alerts/watch-accounts.js';
import { type ApplyDoors, applyRequest } from '../src/approvals/apply-request.js';
import { checkReach } from '../src/approvals/check-reach.js';
import { endExemption } from '../src/approvals/end-exemption.js';
import { expireRequest } from '../src/approvals/expire-request.js';
import type { Job } from '../src/approvals/ports.js';
import { remindRequest } from '../src/approvals/remind-request.js';
import { remindReview } from '../src/approvals/remind-review.js';
import { type ResumeDoors, resumeExemptions } from '../src/approvals/resume-exemptions.js';
import { resumeRequests } from '../src/approvals/resume-requests.js';
import { verifyRequest } from '../src/approvals/verify-request.js';
import { warnExemption } from '../src/approvals/warn-exemption.js';
import type { JobHandlers } from '../src/db/store.js';
import type { Subject } from '../src/delivery/ports.js';
import type { Account } from '../src/mailboxes/mailbox.js';
import type { Scanner } from '../src/mailboxes/scanner.js';
import { deletePastTerm, type RetentionDoors } from '../src/retention/delete-past-term.js';
import { announceRequest } from './announce.js';
import type { VerifyPorts } from './compose.js';
import type { AlertWork } from './compose-alerts.js';
import type { Reaching } from './compose-reach.js';
import type { EndPorts } from './exemption-doors.js';
import { createInstaller, installForApprovers } from './install-app.js';
import type { Log } from './log.js';
import { deliver, type OutboxDoors, restLong } from './outbox.js';
import { type ReadDoors, readPage } from './request-impacts.js';

export interface WorkDoors {
  readonly apply: ApplyDoors;
  readonly verify: VerifyPorts;
  readonly reach: Reaching;
  readonly exemptions: EndPorts & ResumeDoors;
  readonly impacts: ReadDoors;
  readonly outbox: OutboxDoors;
  readonly scanner: Scanner;
  readonly alerts: AlertWork;
  readonly retention: RetentionDoors;
  readonly log: Log;
}

/** One handler per kind of job; a throw means "again later". */
export function jobHandlers(doors: WorkDoors): JobHandlers {
  const listMissed = ({ id }: Account, err: unknown): void =>
    doors.log.warn({ mailbox: id, err }, 'blocked, but the list does not show it before the next scan');
  const untold = (request: string): void =>
    doors.log.error({ request }, 'an exemption ends, and nobody could be told: no chat with its owner or an approver');
  const notRead = (mailbox: string, isOver: boolean): void =>
    doors.log.warn({ mailbox, goesOn: !isOver }, 'sign-ins of an account not read');
  const untoldAlert = (subject: Subject): void =>
    doors.log.error({ subject }, 'an alert could be told to nobody: no approver has a chat with the bot');
  const { reach } = doors;
  const install = createInstaller(reach.install, doors.log);
  return {
    'announce-request': ({ requestId }) => announceRequest(requestId, reach.announce),
    'check-reach': ({ requestId }) => checkReach(requestId, reach.check),
    'install-app': ({ personId }) => install(personId),
    'apply-request': ({ requestId, after }, { signal }) => applyRequest(requestId, doors.apply, signal, after),
    'verify-request': ({ requestId, attempt, upTo }) =>
      verifyRequest(requestId, attempt, { ...doors.verify, listMissed }, upTo),
    'expire-request': ({ requestId }) => expireRequest(requestId, doors.apply),
    'remind-request': ({ requestId, nth }) => remindRequest(requestId, nth, reach.remind),
    'remind-review': ({ requestId, nth }) => remindReview(requestId, nth, reach.review),
    'warn-exemption': ({ requestId }) => warnExemption(requestId, { ...doors.exemptions, untold }),
    'end-exemption': ({ requestId }) => endExemption(requestId, { ...doors.exemptions, untold }),
    'read-impacts': ({ requestId, page }) => readPage(requestId, page, doors.impacts),
    deliver: ({ deliveryId }) => deliver(deliveryId, doors.outbox),
    scan: async ({ why }, { lastAttempt }) => {
      await resumeLost(doors);
      await seekApprovers(doors);
      await doors.scanner.scan(why, lastAttempt);
    },
    watch: () => watch(doors),
    'tend-findings': async () => {
      await tendFindings(doors.alerts.tend);
    },
    heartbeat: async () => {
      await beat(doors.alerts.beat);
    },
    'delete-past-term': async (_, { signal }) => {
      const rows = await deletePastTerm(doors.retention, signal);
      if (rows > 0) doors.log.info({ rows }, 'what was closed and past its term is deleted');
    },
    'look-at-sign-ins': async () => {
      await lookAtSignIns({ ...doors.alerts.look, notRead });
    },
    'tell-approvers': (job) => tellApprovers(job, { ...doors.alerts.tellApprovers, untold: untoldAlert }),
  };
}

async function watch({ alerts, log }: WorkDoors): Promise<void> {
  log.debug('watching');
  const polled = await watchAccounts(alerts.watch);
  if (polled.kind === 'failed') log.warn({ err: polled.error, failure: polled.error.failure }, 'changes not read');
  else log.debug(polled, 'watched');
  await lookUpWho(alerts.lookUp);
}

/** A safety net that hangs on the start, and on the scan because that goes on for ever; torn, it must not stop either. */
export async function resumeLost({ reach, exemptions, log }: WorkDoors): Promise<void> {
  const nets = {
    'open requests': () => resumeRequests(reach.resume),
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

/** As above: approvers who came meanwhile should be reachable before there is a request. */
async function seekApprovers({ reach, log }: WorkDoors): Promise<void> {
  try {
    await installForApprovers(reach.install);
  } catch (err) {
    log.warn({ err }, 'approvers without a chat could not be looked for');
  }
}

/** How long a request rests after its job was given up: whatever ails it, it is not forgotten while it is open. */
const REST_MS = 300_000;

/**
 * A job whose attempts are used up leaves a trace in the log. A card that was not delivered goes on after a rest, and so does
 * a request, whose own deadlines end it.
 */
export async function onDeadJob(job: Job, why: string, doors: WorkDoors): Promise<void> {
  doors.log.error({ job: job.name, why }, 'job given up');
  switch (job.name) {
    case 'deliver':
      // Held back until Entra says whether it may be read there.
      if (why.startsWith('upstream-')) break;
      return restLong(job.deliveryId, why, doors.outbox);
    case 'install-app':
      return; // Asked for again tomorrow.
    case 'read-impacts':
      return; // Cards say that it was not read; whoever turns the page has it read again.
    case 'scan':
    case 'watch':
    case 'tend-findings':
    case 'heartbeat':
    case 'delete-past-term':
    case 'look-at-sign-ins':
      return; // The next one is planned already.
    default:
      break;
  }
  await doors.apply.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: REST_MS }));
}
