// How each kind of job is queued, repeated and given up.
import type { Queue, WorkOptions } from 'pg-boss';
import type { Job } from '../../approvals/ports.js';
import type { JobName } from '../store.js';

/** pg-boss's own tables. */
export const SCHEMA = 'guard_jobs';

/** Where jobs go whose attempts are used up. */
export const DEAD_LETTERS = 'dead-letters';

type QueueOptions = Omit<Queue, 'name'>;

/** What may be changed for a test that cannot wait. */
export interface JobTuning {
  /** Over every queue's own number of further attempts. */
  readonly retryLimit?: number;
  /** No pauses between attempts. */
  readonly retryAtOnce?: boolean;
  readonly expireInSeconds?: number;
  readonly superviseSeconds?: number;
  readonly pollingSeconds?: number;
}

interface Rule {
  /** Further attempts after the first. */
  readonly retryLimit: number;
  /** Seconds before the second attempt; doubled for each one after that, up to `retryDelayMax`. */
  readonly retryDelay: number;
  readonly retryDelayMax: number;
  /** Seconds one attempt may take. */
  readonly expireInSeconds: number;
  /** Jobs that one process runs side by side. */
  readonly workers: number;
  /** Seconds between looks for jobs that were planned for later; new ones wake their workers themselves. */
  readonly polling: number;
}

const RULES: { readonly [N in JobName]: Rule } = {
  'announce-request': {
    retryLimit: 12,
    retryDelay: 2,
    retryDelayMax: 300,
    expireInSeconds: 120,
    workers: 1,
    polling: 5,
  },
  // A bulk request is paced: it may take a while, and its own deadline ends it.
  'apply-request': {
    retryLimit: 15,
    retryDelay: 5,
    retryDelayMax: 300,
    expireInSeconds: 1_800,
    workers: 2,
    polling: 5,
  },
  'verify-request': { retryLimit: 12, retryDelay: 5, retryDelayMax: 300, expireInSeconds: 600, workers: 2, polling: 1 },
  'expire-request': { retryLimit: 30, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 60, workers: 1, polling: 5 },
  'check-reach': { retryLimit: 12, retryDelay: 5, retryDelayMax: 300, expireInSeconds: 60, workers: 1, polling: 5 },
  'remind-request': { retryLimit: 12, retryDelay: 5, retryDelayMax: 300, expireInSeconds: 120, workers: 1, polling: 1 },
  'remind-review': { retryLimit: 12, retryDelay: 30, retryDelayMax: 600, expireInSeconds: 120, workers: 1, polling: 5 },
  // Tomorrow it may be asked for again.
  'install-app': { retryLimit: 6, retryDelay: 10, retryDelayMax: 600, expireInSeconds: 120, workers: 1, polling: 5 },
  'warn-exemption': { retryLimit: 30, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 60, workers: 1, polling: 5 },
  'end-exemption': { retryLimit: 30, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 60, workers: 1, polling: 1 },
  // Ten accounts at the pace of the sign-in reports; whoever turns the page again asks again.
  'read-impacts': { retryLimit: 2, retryDelay: 15, retryDelayMax: 60, expireInSeconds: 180, workers: 1, polling: 5 },
  deliver: { retryLimit: 12, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 120, workers: 4, polling: 1 },
  // The next one is planned already, so a broken one need not be tried for long.
  scan: { retryLimit: 4, retryDelay: 30, retryDelayMax: 300, expireInSeconds: 3_600, workers: 1, polling: 5 },
  watch: { retryLimit: 1, retryDelay: 2, retryDelayMax: 2, expireInSeconds: 900, workers: 1, polling: 1 },
  'tend-findings': { retryLimit: 2, retryDelay: 5, retryDelayMax: 30, expireInSeconds: 120, workers: 1, polling: 1 },
  heartbeat: { retryLimit: 2, retryDelay: 5, retryDelayMax: 30, expireInSeconds: 120, workers: 1, polling: 5 },
  'delete-past-term': {
    retryLimit: 2,
    retryDelay: 60,
    retryDelayMax: 600,
    expireInSeconds: 1_800,
    workers: 1,
    polling: 5,
  },
  'look-at-sign-ins': {
    retryLimit: 1,
    retryDelay: 60,
    retryDelayMax: 60,
    expireInSeconds: 300,
    workers: 1,
    polling: 5,
  },
  'tell-approvers': { retryLimit: 12, retryDelay: 2, retryDelayMax: 300, expireInSeconds: 120, workers: 1, polling: 5 },
};

/** A worker that does not say so for this long has died; its job is then given to another. */
const HEARTBEAT_SECONDS = 20;
const DAY_SECONDS = 86_400;
/** Where the database cannot wake workers (a connection pooler in between), all of them look this often. */
const POLLING_SECONDS = 1;
const DEAD_LETTER_POLLING = 5;

export const JOB_NAMES = Object.keys(RULES) as readonly JobName[];

/** Settings of a queue. */
export function queueOptions(name: JobName, tuning: JobTuning): QueueOptions {
  const rule = RULES[name];
  return {
    ...patience(rule, tuning),
    expireInSeconds: tuning.expireInSeconds ?? rule.expireInSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: DAY_SECONDS,
    deadLetter: DEAD_LETTERS,
    notify: true,
  };
}

/** Settings of the dead letters; who hears of them is told again for about a day. */
export function deadLetterOptions(tuning: JobTuning): QueueOptions {
  return { ...patience({ retryLimit: 20, retryDelay: 30, retryDelayMax: 7_200 }, tuning), notify: true };
}

function patience(
  rule: Pick<Rule, 'retryLimit' | 'retryDelay' | 'retryDelayMax'>,
  { retryLimit = rule.retryLimit, retryAtOnce = false }: JobTuning,
): QueueOptions {
  if (retryAtOnce) return { retryLimit, retryDelay: 0, retryBackoff: false };
  return { retryLimit, retryDelay: rule.retryDelay, retryDelayMax: rule.retryDelayMax, retryBackoff: true };
}

/** How many workers of a queue a process has. */
export function workersOf(name: JobName | typeof DEAD_LETTERS): number {
  return name === DEAD_LETTERS ? 1 : RULES[name].workers;
}

/** How a worker fetches. One job of a key at a time, on all instances together. */
export function workOptions(name: JobName | typeof DEAD_LETTERS, { pollingSeconds }: JobTuning): WorkOptions {
  return {
    groupConcurrency: 1,
    pollingIntervalSeconds: pollingSeconds ?? POLLING_SECONDS,
    notifyPollingIntervalSeconds: pollingSeconds ?? (name === DEAD_LETTERS ? DEAD_LETTER_POLLING : RULES[name].polling),
  };
}

/** What a job is about: jobs of the same key are never run side by side. */
export function keyOf(job: Job): string {
  switch (job.name) {
    case 'deliver':
      return job.deliveryId;
    case 'read-impacts':
      return `${job.requestId} ${job.page}`;
    case 'scan':
    case 'watch':
    case 'tend-findings':
    case 'heartbeat':
    case 'delete-past-term':
    case 'look-at-sign-ins':
      return 'tenant';
    case 'remind-request':
    case 'remind-review':
      return `${job.requestId} ${job.nth}`;
    case 'install-app':
      return job.personId;
    case 'tell-approvers':
      return `${job.subject.kind} ${job.subject.id}`;
    default:
      return job.requestId;
  }
}

const MERGED: ReadonlySet<JobName> = new Set<JobName>([
  'deliver',
  'scan',
  'look-at-sign-ins',
  'read-impacts',
  'tell-approvers',
]);

/**
 * Whether a job that waits already stands for this one too. It holds what it is about by id only, so whichever of the
 * two runs sees the newest state.
 */
export function mayMerge(job: Job): boolean {
  return MERGED.has(job.name);
}
