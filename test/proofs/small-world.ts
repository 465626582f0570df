// One life's surroundings: the approvals' use cases over a real store, with a clock, a tenant and jobs that a test moves.
import assert from 'node:assert/strict';
import { applyRequest } from '../../src/approvals/apply-request.js';
import type { RequestSettings } from '../../src/approvals/create-request.js';
import { type EndDoors, endExemption } from '../../src/approvals/end-exemption.js';
import { expireRequest } from '../../src/approvals/expire-request.js';
import type { Clock, Ids, Job, Ledger } from '../../src/approvals/ports.js';
import { remindRequest } from '../../src/approvals/remind-request.js';
import { resumeExemptions } from '../../src/approvals/resume-exemptions.js';
import { resumeRequests } from '../../src/approvals/resume-requests.js';
import { isFinal } from '../../src/approvals/transitions.js';
import { verifyRequest } from '../../src/approvals/verify-request.js';
import { warnExemption } from '../../src/approvals/warn-exemption.js';
import type { Store } from '../../src/db/store.js';
import type { Exemption } from '../../src/mailboxes/mailbox.js';
import { type Chronicle, createChronicle } from './chronicle.js';
import { checkCommit } from './commits.js';
import { createFakeTenant, type FakeTenant } from './fake-tenant.js';
import { createJobDesk, type JobDesk } from './job-desk.js';
import { checkBirth, checkWrite } from './laws.js';
import { type Commit, witnessed } from './witness.js';

/** What differs from life to life. */
export interface Circumstances {
  readonly quorum: number;
  readonly mode: 'enforce' | 'watch';
  /** Milliseconds until a change can be read, and that each call to the tenant takes. */
  readonly lagMs: number;
  readonly callMs: number;
}

export interface SmallWorld extends Pick<Circumstances, 'callMs'> {
  readonly store: () => Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** As they are now: a restart may come with another mode. */
  readonly settings: RequestSettings;
  readonly tenant: FakeTenant;
  readonly desk: JobDesk;
  readonly chronicle: Chronicle;
  now(): number;
  pass(ms: number): void;
  setMode(mode: Circumstances['mode']): void;
  /** The next transaction that would commit is lost. */
  loseNext(): void;
  /** From now on nothing goes wrong. */
  calm(): void;
  exemptionOf(objectId: string): Promise<Exemption | null>;
  run(job: Job): Promise<void>;
  /** What a start of the bot does for requests whose jobs are gone. */
  resume(): Promise<void>;
}

/** Far more than a life has. */
const MOST_TRANSACTIONS = 5_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function settingsFor({ quorum, mode }: Circumstances): RequestSettings {
  return {
    ...{ quorum, mode, ttlMs: 60 * MINUTE, executionMs: 30 * MINUTE, reasonPattern: null },
    ...{ maxMailboxes: 3, maxPerDay: 5, urgentTtlMs: 30 * MINUTE, urgentRepeatMs: 5 * MINUTE },
    ...{ longestExemptionMs: 180 * DAY, exemptionWarningMs: 60 * MINUTE, revokeSessions: false },
  };
}

/** @param bornAt where this life's clock starts, in milliseconds since 1970 */
export function createSmallWorld(store: () => Store, bornAt: number, circumstances: Circumstances): SmallWorld {
  let now = bornAt;
  let isLost = false;
  let transactions = 0;
  const pass = (ms: number): void => {
    now += ms;
  };
  let settings = settingsFor(circumstances);
  const tenant = createFakeTenant({ now: () => now, pass: () => pass(circumstances.callMs) }, circumstances.lagMs);
  const desk = createJobDesk();
  const chronicle = createChronicle((request, soFar) => checkBirth(request, soFar, settings, now));
  const saw = (commit: Commit): void => {
    checkCommit(commit, chronicle, { mode: settings.mode, writes: tenant.writes });
    chronicle.saw(commit);
  };
  const ledger: Ledger = {
    transaction(work) {
      transactions += 1;
      assert.ok(transactions < MOST_TRANSACTIONS, 'the same is done again and again');
      // Found anew each time: a restart opens another store.
      return witnessed({ ledger: store().ledger, desk, now: () => now, isLost: takeLost, saw }).transaction(work);
    },
  };
  const takeLost = (): boolean => {
    const lost = isLost;
    isLost = false;
    return lost;
  };
  const exemptionOf = async (objectId: string): Promise<Exemption | null> =>
    (await store().exemptions.ofObjectIds([objectId]))[0] ?? null;
  const clock: Clock = { now: () => new Date(now).toISOString() };
  const ground = { store, ledger, clock, tenant, desk, chronicle, pass, exemptionOf };
  const world: SmallWorld = {
    ...ground,
    callMs: circumstances.callMs,
    get settings() {
      return settings;
    },
    setMode(mode) {
      settings = { ...settings, mode };
    },
    now: () => now,
    ids: createIds(bornAt),
    loseNext() {
      isLost = true;
    },
    calm() {
      isLost = false;
      tenant.arm(null);
    },
    run: (job) => runJob(job, world),
    resume: () => resumeOwn(world),
  };
  return world;
}

/** Other lives share the store: theirs are left alone. */
async function resumeOwn(world: SmallWorld): Promise<void> {
  const { ledger, store, chronicle } = world;
  const loaded = await Promise.all([...chronicle.chapters.keys()].map((id) => store().requests.load(id)));
  const rows = loaded.filter((request) => request !== null).filter((request) => !isFinal(request));
  const page = async () => ({ rows, total: rows.length, open: rows.length, owing: 0 });
  const times = { urgentRepeatMs: world.settings.urgentRepeatMs };
  await resumeRequests({ ledger, clock: world.clock, times, requests: { page, owingReview: async () => [] } });
  const { exemptionWarningMs } = world.settings;
  const running = async () =>
    (await store().exemptions.running()).filter((one) => chronicle.chapters.has(one.requestId));
  await resumeExemptions({ ledger, clock: world.clock, exemptionWarningMs, running });
}

function createIds(bornAt: number): Ids {
  let made = 0;
  const next = (): string => {
    made += 1;
    return `${bornAt.toString(36)}${made.toString(36)}`.toUpperCase();
  };
  return { requestId: next, draftId: next };
}

async function runJob(job: Job, world: SmallWorld): Promise<void> {
  const { clock, ledger, store, tenant, settings } = world;
  const { requests } = store();
  const nobody = async (): Promise<readonly string[]> => [];
  const exemptions: EndDoors = {
    ...{ ledger, requests, clock, ids: world.ids, mode: settings.mode, chatsOf: nobody, approverChats: nobody },
    isActive: async () => true,
    withoutExemption: async () => new Map(),
    ended: async () => undefined,
    untold: () => undefined,
  };
  switch (job.name) {
    case 'apply-request':
      return applyRequest(job.requestId, applyDoors(world), new AbortController().signal, job.after);
    case 'verify-request':
      return verifyRequest(
        job.requestId,
        job.attempt,
        {
          ...{ ledger, requests, clock, changed: async () => undefined, listMissed: () => undefined },
          readAccounts: async (ids) => tenant.readAccounts(ids),
        },
        job.upTo,
      );
    case 'expire-request':
      return expireRequest(job.requestId, { ledger, clock });
    case 'remind-request':
      return remindRequest(job.requestId, job.nth, {
        ...{ ledger, clock, requests, times: settings },
        hearersOf: async () => [],
      });
    case 'end-exemption':
      return endExemption(job.requestId, exemptions);
    case 'warn-exemption':
      return warnExemption(job.requestId, exemptions);
    default:
      return; // Telling people is not part of these lives.
  }
}

function applyDoors(world: SmallWorld): Parameters<typeof applyRequest>[1] {
  const { clock, ledger, store, tenant, settings, exemptionOf } = world;
  const write = async (objectId: string, allowed: boolean, correlationId: string) => {
    await checkWrite({ objectId, allowed, correlationId }, world);
    return tenant.write(objectId, allowed, correlationId);
  };
  return {
    ...{ ledger, clock, requests: store().requests, mode: settings.mode },
    exemptionWarningMs: settings.exemptionWarningMs,
    beginRun: () => ({
      reread: async ({ objectId }) => tenant.reread(objectId, await exemptionOf(objectId)),
    }),
    block: (objectId, correlationId) => write(objectId, false, correlationId),
    unblock: (objectId, correlationId) => write(objectId, true, correlationId),
    revokeSessions: async () => ({ kind: 'revoked' }),
    changed: async () => undefined,
  };
}
