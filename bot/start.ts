// Starts the bot from its settings, and stops it: store, workers, adapter, server.
import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { createRenderer } from '../cards/render.js';
import { endSubscription } from '../src/alerts/end-subscription.js';
import { notArrived } from '../src/alerts/not-arrived.js';
import { startKeeper } from '../src/audit/keeper.js';
import { type BotConfig, type Config, loadConfig, type WatchConfig } from '../src/config.js';
import { openStore } from '../src/db/open-store.js';
import type { RepeatingJob, Store } from '../src/db/store.js';
import { uploadFile } from '../src/delivery/upload-file.js';
import { type Examine, examine } from '../src/doctor/examine.js';
import { examinedStore, openDoors } from '../src/doctor/open-doors.js';
import { createCounters } from '../src/metrics/counters.js';
import { createTokenSource } from '../src/tenant/credential.js';
import { connectTenant } from '../src/tenant/index.js';
import { createAdapter } from './adapter.js';
import { announceOpenRequests } from './announce.js';
import { mayReadIn } from './chat-guard.js';
import { commands } from './commands/index.js';
import { type Composed, compose } from './compose.js';
import { scanEveryMs } from './compose-alerts.js';
import { countedMessenger } from './counted-messenger.js';
import { type CutShort, createCutShort } from './cut-short.js';
import { createLateWork, type LateWork } from './late-work.js';
import { createLatelyAllowed, HOLDS_MS } from './lately-allowed.js';
import { createLog, type Log } from './log.js';
import { losePlace, regainPlace } from './lose-place.js';
import { createMessenger, type Messenger } from './messenger.js';
import { startMetrics } from './metrics-server.js';
import { observer } from './observe.js';
import type { OutboxDoors } from './outbox.js';
import { createPace, type Pace } from './pace.js';
import { COMMANDS, createRateLimit, SEARCHES } from './rate-limit.js';
import { createReadiness } from './readiness.js';
import { openRecord, type RecordDoors } from './record-doors.js';
import { jobHandlers, onDeadJob, resumeLost, type WorkDoors } from './scheduled-work.js';
import { startServer } from './server.js';
import { openSideDoorOf } from './side-door.js';
import { stopInStages } from './stop.js';
import { createSubjects } from './subjects.js';
import { type BotDoors, handleActivity } from './teams-bot.js';
import type { TrustRules } from './trust.js';
import { bannerFor } from './views/banner.js';

export interface RunningBot {
  /** The port that was taken. */
  readonly port: number;
  /** Finishes or hands back what is under way, then closes; at most ten seconds. Never throws. */
  stop(): Promise<void>;
}

/** How long a turn may take before the person sees that work goes on, in milliseconds. Teams repeats turns after 15 s. */
const PATIENCE = { typing: 700, message: 6000, invoke: 4000 };
/** Waits without keeping the process alive. */
const pause = (ms: number): Promise<void> => after(ms, undefined, { ref: false });
/** Milliseconds that no change of the wall clock disturbs. */
const elapsed = (): number => performance.now();
const clock = { now: (): string => new Date().toISOString() };

/**
 * @param onStopped hears that the embedded store gave up, as on a full disk: only a new process can go on
 * @throws Refused bad-config with every problem; errors of the store and the port as they are
 */
export async function startBot(env: NodeJS.ProcessEnv, onStopped?: (why: Error) => void): Promise<RunningBot> {
  const config = loadConfig(env);
  const logger = createLog(config.logLevel);
  const record = await openRecord(config.audit, logger);
  const store = await openStore({
    databaseUrl: config.store.kind === 'postgresql' ? config.store.url : null,
    dataDir: config.store.kind === 'embedded' ? config.store.folder : './data',
    clock,
    log: logger,
    ...(onStopped !== undefined && { onStopped }),
  });
  try {
    return await startParts(config, store, record, logger);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startParts(config: Config, store: Store, record: RecordDoors, log: Log): Promise<RunningBot> {
  const counters = createCounters();
  const observe = observer(log, counters);
  const tenant = connectTenant(config.tenant, {
    now: Date.now,
    sleep: (ms) => pause(ms),
    random: Math.random,
    observe,
  });
  const rules = { tenantId: config.tenant.tenantId, ...config.bot };
  const botTokens = createTokenSource(config.bot);
  const adapter = createAdapter(config.bot, rules, botTokens, log);
  const { appId, serviceHosts } = rules;
  const render = createRenderer({ banner: bannerFor(config.mode) });
  const pace = createPace(() => performance.now());
  const messenger = createMessenger({ adapter, appId, serviceHosts, render, pace, pause, random: Math.random });
  const cutShort = createCutShort();
  const late = createLateWork(pause, (error) => log.error({ err: error }, 'late work failed'));
  const seen = openDoors({ config, tenant, botTokens, store: examinedStore(store) });
  const looked: Examine = (id) => examine(seen, id);
  const composed = compose({
    ...{ config, store, tenant, clock, late, newId: randomUUID, pause },
    examine: looked,
  });
  const work = workDoors(composed, store, { messenger, pace }, config, log);
  await store.startJobs(jobHandlers(work), {
    onDead: (job, why) => onDeadJob(job, why, work),
    repeat: repeatingWork(config.watch),
  });
  // What a crash left without a job goes on now; a failure here is made good by the next scan.
  await resumeLost(work);
  const doors = botDoors(
    composed,
    rules,
    { messenger: countedMessenger(messenger, pace), render, counted: counters.turn },
    { late, cutShort },
    log,
  );
  const readiness = createReadiness({ isReady: store.healthy, elapsed, pause });
  const server = await startServer(config.listen.host, config.listen.port, {
    adapter,
    rules,
    run(context) {
      const turn = handleActivity(context, doors);
      // A stop waits longer for turns than for connections that are open.
      late.add(turn);
      return turn;
    },
    readiness,
  });
  const keeper = startKeeper({
    ...record,
    tenantId: rules.tenantId,
    book: store.audit,
    instance: randomUUID(),
    log,
    now: clock.now,
  });
  const metrics = config.metrics === null ? null : await startMetrics(config.metrics, { counters, store, log });
  const sideDoor =
    config.store.kind === 'embedded' ? await openSideDoorOf(config.store.folder, store, looked, log) : null;
  const { port } = server;
  log.info({ port, metricsPort: metrics?.port ?? null, engine: store.engine, mode: config.mode }, 'listening');
  return {
    port,
    stop: () =>
      stopInStages(
        [
          { what: 'load balancer', until: 3_000, work: readiness.takeOut },
          {
            what: 'requests',
            until: 4_000,
            work: () => Promise.all([sideDoor?.close(), metrics?.close(), server.close()]),
          },
          { what: 'answers and jobs', until: 6_000, work: () => Promise.all([late.settle(6_000), store.stopJobs()]) },
          { what: 'farewells', until: 7_200, work: () => bidFarewell(cutShort, late) },
          { what: 'record', until: 8_700, work: keeper.stop },
          { what: 'store', until: 9_500, work: store.close },
        ],
        { log, elapsed, pause },
      ),
  };
}

/** Turns that were not done in time answer at once that they were not. */
function bidFarewell(cutShort: CutShort, late: LateWork): Promise<void> {
  cutShort.now();
  return late.settle(1_200);
}

/** Snoozes end within a minute. */
const LONGEST_MS = { tend: 60_000, beat: 600_000 } as const;
/** Soon enough for a term of days. */
const RETENTION_EVERY_MS = 6 * 3_600_000;

function repeatingWork(watch: WatchConfig): readonly RepeatingJob[] {
  const { intervalMs, heartbeatMs } = watch;
  return [
    { job: { name: 'scan', why: 'schedule' }, everyMs: scanEveryMs(watch) },
    { job: { name: 'watch' }, everyMs: intervalMs },
    { job: { name: 'tend-findings' }, everyMs: Math.min(intervalMs, LONGEST_MS.tend) },
    { job: { name: 'heartbeat' }, everyMs: Math.min(heartbeatMs, LONGEST_MS.beat) },
    { job: { name: 'delete-past-term' }, everyMs: RETENTION_EVERY_MS },
  ];
}

function workDoors(
  { services, apply, verify, reach, exemptions, alerts, impactLater }: Composed,
  store: Store,
  sending: { readonly messenger: Messenger; readonly pace: Pace },
  { retentionMs: termMs }: Pick<Config, 'retentionMs'>,
  log: Log,
): WorkDoors {
  const { settings, approvers } = services;
  const guard = {
    allow: createLatelyAllowed(services.authoriser.allow, elapsed, HOLDS_MS.telling),
    notReader: (id: string): Promise<void> => endSubscription(id, reach.lose),
  };
  const subjects = createSubjects({
    ...{ store, now: clock.now, mode: settings.mode, approvers: approvers.lately },
    mayRead: (place) => mayReadIn(place, guard),
  });
  const lose = (id: string, because: string): Promise<void> => losePlace(id, because, reach.lose);
  const outbox: OutboxDoors = {
    ...{ ...store, ...sending, log, now: clock.now, subjects, losePlace: lose },
    notArrived: (delivery, isOver) => notArrived(delivery, isOver, store),
  };
  const impacts = { ...store, impact: impactLater };
  const retention = { ledger: store.ledger, clock, termMs };
  return { apply, verify, reach, exemptions, alerts, impacts, retention, scanner: services.scanner, log, outbox };
}

function botDoors(
  { services, reach }: Composed,
  rules: TrustRules & Pick<BotConfig, 'uploadHosts'>,
  showing: Pick<BotDoors, 'messenger' | 'render' | 'counted'>,
  ending: Pick<BotDoors, 'late' | 'cutShort'>,
  log: Log,
): BotDoors {
  const rateLimit = createRateLimit(elapsed, COMMANDS);
  return {
    commands,
    services,
    log,
    elapsed,
    rules,
    ...showing,
    rateLimit,
    searching: {
      store: services.store,
      mayRead: createLatelyAllowed(services.authoriser.allow, elapsed, HOLDS_MS.typing),
      limit: createRateLimit(elapsed, SEARCHES),
      ...{ log, pause, patienceMs: PATIENCE.invoke },
    },
    consenting: {
      ...{ services, messenger: showing.messenger, counted: showing.counted, rateLimit, log },
      uploadHosts: rules.uploadHosts,
      upload: uploadFile,
    },
    ...ending,
    now: clock.now,
    async met(objectId) {
      await announceOpenRequests(objectId, {
        ...reach.announce,
        isApprover: (id) => services.authoriser.isApprover(id, randomUUID()),
        readAfresh: () => reach.approvers.afresh(randomUUID()),
      });
      // Of those of which nobody could be told; the job tells approvers only.
      await services.store.ledger.transaction(({ jobs }) => jobs.hasten('tell-approvers'));
    },
    regained: (id) => regainPlace(id, reach.lose),
    losePlace: (id, because) => losePlace(id, because, reach.lose),
    newCorrelationId: randomUUID,
    pause,
    patience: PATIENCE,
  };
}
