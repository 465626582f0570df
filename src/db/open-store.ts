// Opens the store: PostgreSQL where there is an address of one, else the embedded engine in a folder.
import type { Clock } from '../approvals/ports.js';
import { answers } from './answers.js';
import { auditBookOn, createAppended } from './audit-book.js';
import { backUp } from './copy/back-up.js';
import type { Db } from './db.js';
import { deliveriesOn } from './deliveries.js';
import { draftsOn } from './drafts.js';
import { openEmbedded } from './embedded/open-embedded.js';
import { refuseMoved } from './embedded/refuse-moved.js';
import { proveDurable } from './embedded/self-test.js';
import { exemptionsOn } from './exemptions.js';
import { figuresOn } from './figures.js';
import { fileOffersOn } from './file-offers.js';
import { findingsOn } from './findings.js';
import { impactsOn } from './impacts.js';
import { installsOn } from './installs.js';
import { type BossEngine, startBoss } from './jobs/boss.js';
import { type JobQueue, jobsOn, planRepeating } from './jobs/enqueue.js';
import type { JobTuning } from './jobs/queues.js';
import { firstPlan, type Plan, repeating } from './jobs/repeat.js';
import { workersOn } from './jobs/workers.js';
import { ledgerOn } from './ledger.js';
import { SILENT, type StoreLog } from './log.js';
import { migrate, migrationState } from './migrate.js';
import { noticesOn } from './notices.js';
import { placesOn } from './places.js';
import { openPostgres } from './postgres/open-postgres.js';
import { recordOn } from './record.js';
import { requestsOn } from './requests.js';
import { scansOn } from './scans.js';
import type { Store } from './store.js';
import { subscriptionsOn } from './subscriptions.js';
import { watchBookOn } from './watch-book.js';

export interface StoreOptions {
  /** Address of a PostgreSQL database; null: the embedded engine. */
  readonly databaseUrl: string | null;
  /** Folder of the embedded engine; made when it is not there. */
  readonly dataDir: string;
  /** The clock that scans are timed with: a mailbox read again while one runs keeps the newer reading. */
  readonly clock?: Clock;
  readonly log?: StoreLog;
  /** Hears that the embedded engine gave up, as on a full disk: nothing can be kept until the process starts anew. */
  readonly onStopped?: (why: Error) => void;
  readonly tuning?: JobTuning;
}

/** An open engine. */
interface Engine {
  readonly db: Db;
  readonly boss: BossEngine;
  /** Throws when the engine must not be trusted with data. */
  prove(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store, brings its tables up to date and gets its job queue ready; no job runs before `startJobs`.
 * @throws Refused (bad-config) with a sentence for the person who starts the bot.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const log = options.log ?? SILENT;
  const engine = await openEngine(options, log);
  try {
    await migrate(engine.db);
    await engine.prove();
    return await storeOn(engine, options, log);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function openEngine({ databaseUrl, dataDir, onStopped }: StoreOptions, log: StoreLog): Promise<Engine> {
  if (databaseUrl !== null) {
    const { db, close } = await openPostgres(databaseUrl, log);
    return { db, boss: { kind: 'postgres', databaseUrl }, prove: async () => undefined, close };
  }
  await refuseMoved(dataDir);
  const embedded = await openEmbedded({ dataDir, log, ...(onStopped !== undefined && { onStopped }) });
  const { db, pglite, close } = embedded;
  return { db, boss: { kind: 'embedded', pglite }, prove: () => proveDurable(embedded), close };
}

async function storeOn(engine: Engine, options: StoreOptions, log: StoreLog): Promise<Store> {
  const { db } = engine;
  const tuning = options.tuning ?? {};
  const appended = createAppended();
  const audit = await auditBookOn(db, appended);
  const boss = await startBoss(engine.boss, tuning, log);
  const workers = workersOn(boss, tuning, log);
  const jobsOf = (tx: Db): JobQueue => jobsOn(boss, tx);
  const stopJobs = once(() => workers.stop());
  return {
    engine: engine.boss.kind,
    scans: scansOn(db, options.clock ?? null),
    requests: requestsOn(db),
    record: recordOn(db, appended.tell),
    audit,
    deliveries: deliveriesOn(db, jobsOf),
    places: placesOn(db),
    exemptions: exemptionsOn(db),
    drafts: draftsOn(db),
    fileOffers: fileOffersOn(db),
    notices: noticesOn(db),
    installs: installsOn(db),
    impacts: impactsOn(db),
    findings: findingsOn(db),
    subscriptions: subscriptionsOn(db),
    watch: watchBookOn(db),
    ledger: ledgerOn(db, jobsOf, appended.tell, options.clock ?? null),
    jobs: jobsOf(db),
    work: workers.start,
    async startJobs(handlers, { onDead, repeat = [] } = {}) {
      const plan = (next: Plan): Promise<void> => planRepeating(boss, db, next);
      // Before any worker starts: one that takes the waiting job would make it look as if none had been planned.
      for (const each of repeat) await plan(firstPlan(each));
      if (onDead !== undefined) await workers.startDeadLetters(onDead);
      await workers.startEvery(repeating(handlers, repeat, plan));
    },
    healthy: () => answers(db),
    figures: () => figuresOn(db, watchBookOn(db).ages),
    migrations: () => migrationState(db),
    backUp: (file) => backUp(db, file),
    stopJobs,
    close: once(async () => {
      await stopJobs();
      await engine.close();
    }),
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
