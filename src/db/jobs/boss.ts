// pg-boss on either engine: its own tables, its queues, its complaints in our log.
import type { PGlite } from '@electric-sql/pglite';
import { type ConstructorOptions, fromPglite, PgBoss } from 'pg-boss';
import type { StoreLog } from '../log.js';
import { DEAD_LETTERS, deadLetterOptions, JOB_NAMES, type JobTuning, queueOptions, SCHEMA } from './queues.js';

/** How often the jobs of workers that died are looked for. */
const SUPERVISE_SECONDS = 20;
const HOUR_SECONDS = 3_600;
const CONNECTIONS = 4;
/** No job has it: asking for it only makes pg-boss remember the queue. */
const NO_JOB = '00000000-0000-0000-0000-000000000000';

/** The engine pg-boss works on. */
export type BossEngine =
  | { readonly kind: 'embedded'; readonly pglite: PGlite }
  | { readonly kind: 'postgres'; readonly databaseUrl: string };

/** Starts pg-boss with every queue in place. */
export async function startBoss(engine: BossEngine, tuning: JobTuning, log: StoreLog): Promise<PgBoss> {
  const seconds = tuning.superviseSeconds ?? SUPERVISE_SECONDS;
  const boss = new PgBoss({
    ...connection(engine),
    schema: SCHEMA,
    superviseIntervalSeconds: seconds,
    monitorIntervalSeconds: seconds,
    maintenanceIntervalSeconds: HOUR_SECONDS,
    // No cron: what repeats plans itself. No flows either.
    schedule: false,
    flowIntervalSeconds: HOUR_SECONDS,
    useListenNotify: true,
  });
  // Without these listeners an unreachable database would end the process.
  boss.on('error', (error) => log.error({ err: error }, 'The job queue failed; it goes on by itself'));
  boss.on('warning', (warning) => log.warn({ warning }, 'The job queue warns'));
  await boss.start();
  await ensureQueues(boss, tuning);
  if (engine.kind === 'embedded') await giveBackOrphans(boss, engine.pglite);
  return boss;
}

function connection(engine: BossEngine): ConstructorOptions {
  if (engine.kind === 'embedded') {
    // Our own housekeeping vacuums the embedded engine, which rebuilds no index while it is used.
    return { backend: 'pglite', db: fromPglite(engine.pglite), reindex: false, monitorVacuum: false };
  }
  return { connectionString: engine.databaseUrl, application_name: 'mailbox-guard jobs', max: CONNECTIONS };
}

/** What still runs by the tables was run by a process that was killed: no other one can have the embedded store open. */
async function giveBackOrphans(boss: PgBoss, pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ name: string; id: string }>(
    `SELECT name, id::text FROM ${SCHEMA}.job WHERE state = 'active'`,
  );
  for (const { name, id } of rows) await boss.fail(name, id, { message: 'its process was killed' });
}

async function ensureQueues(boss: PgBoss, tuning: JobTuning): Promise<void> {
  const there = new Set((await boss.getQueues()).map(({ name }) => name));
  const ensure = async (name: string, options: ReturnType<typeof queueOptions>): Promise<void> => {
    await (there.has(name) ? boss.updateQueue(name, options) : boss.createQueue(name, options));
    // Inside of a transaction it must not have to look this up: the embedded engine has one connection.
    await boss.findJobs(name, { id: NO_JOB });
  };
  await ensure(DEAD_LETTERS, deadLetterOptions(tuning));
  for (const name of JOB_NAMES) await ensure(name, queueOptions(name, tuning));
}
