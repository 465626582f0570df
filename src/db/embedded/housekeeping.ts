// What a PostgreSQL server does by itself and the embedded one does not: checkpoints and vacuum.
import type { PGlite } from '@electric-sql/pglite';
import type { StoreLog } from '../log.js';

const EVERY_MS = 5 * 60_000;
/** Bytes of log after which a checkpoint pays; without any, the log grows for ever. */
const LOG_BYTES = 16 * 1024 * 1024;
/** Vacuum every so many rounds: dead rows are far fewer than log. */
const VACUUM_ROUNDS = 12;

/** Keeps house every five minutes until stopped. */
export function keepHouse(pglite: PGlite, log: StoreLog): { stop(): Promise<void> } {
  let rounds = 0;
  let since: string | null = null;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    rounds += 1;
    if (rounds % VACUUM_ROUNDS === 1) await vacuum(pglite);
    since = await checkpointWhenDue(pglite, since);
  };
  const timer = setInterval(() => {
    running = round().catch((error: unknown) => log.warn({ err: error }, 'Housekeeping of the embedded store failed'));
  }, EVERY_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * Writes what the log holds into the tables, once it holds much since `since`, so that its files are used again.
 * @returns the place in the log of the newest checkpoint: the `since` of the next call.
 */
export async function checkpointWhenDue(pglite: PGlite, since: string | null): Promise<string> {
  const { rows } = await pglite.query<{ place: string; grown: string }>(
    `SELECT pg_current_wal_lsn()::text AS place,
            pg_wal_lsn_diff(pg_current_wal_lsn(), $1::text::pg_lsn)::text AS grown`,
    [since ?? '0/0'],
  );
  const [now] = rows;
  if (now === undefined || (since !== null && Number(now.grown) < LOG_BYTES)) return since ?? '0/0';
  await pglite.exec('CHECKPOINT');
  return now.place;
}

/** Frees the room of dead rows and refreshes what the planner knows. */
export async function vacuum(pglite: PGlite): Promise<void> {
  await pglite.exec('VACUUM (ANALYZE)');
}
