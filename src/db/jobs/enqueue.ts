// Puts jobs into the queue, within the transaction that asked for them.
import type { Db as BossDb, PgBoss, SendOptions } from 'pg-boss';
import type { Job, Jobs } from '../../approvals/ports.js';
import type { Db, Param } from '../db.js';
import { keyOf, mayMerge, SCHEMA } from './queues.js';
import type { Plan } from './repeat.js';

export interface JobQueue extends Jobs {
  /** Enqueues one `deliver` job each, after so many milliseconds (0). */
  deliver(deliveryIds: readonly string[], afterMs?: number): Promise<void>;
}

/** A queue whose jobs commit or roll back with `db`. */
export function jobsOn(boss: PgBoss, db: Db): JobQueue {
  const enqueue = async (job: Job, afterMs: number): Promise<void> => {
    const options = sendOptions(job, afterMs, db);
    // Bringing the waiting one forward locks it: a worker cannot start on it before our changes are there to be seen.
    if (mayMerge(job) && afterMs === 0) await boss.upsert(job.name, job, { ...options, startAfter: 0 });
    else {
      const waiting = mayMerge(job) ? await waitingOf(boss, db, job) : undefined;
      if (waiting === undefined) await boss.send(job.name, job, options);
      else await bringForward(boss, db, job.name, waiting, afterMs);
    }
  };
  return {
    enqueue: (job, { afterMs = 0 } = {}) => enqueue(job, Math.max(0, afterMs)),
    isUnderWay: (job) => isUnderWay(db, job),
    async hasten(name) {
      const waiting = await boss.findJobs(name, { queued: true, db: bossDb(db) });
      for (const { id } of waiting) await bringForward(boss, db, name, id, 0);
    },
    async deliver(deliveryIds, afterMs = 0) {
      for (const deliveryId of deliveryIds) await enqueue({ name: 'deliver', deliveryId }, afterMs);
    },
  };
}

/** The id of the job that waits under the same key. */
async function waitingOf(boss: PgBoss, db: Db, job: Job): Promise<string | undefined> {
  const [waiting] = await boss.findJobs(job.name, { key: keyOf(job), queued: true, db: bossDb(db) });
  return waiting?.id;
}

async function isUnderWay(db: Db, job: Job): Promise<boolean> {
  const rows = await db.query(
    `SELECT 1 FROM ${SCHEMA}.job WHERE name = $1 AND singleton_key = $2 AND state < 'completed' LIMIT 1`,
    [job.name, keyOf(job)],
  );
  return rows.length > 0;
}

/** Makes sure that the next run waits. */
export async function planRepeating(boss: PgBoss, db: Db, { job, afterMs, latestMs }: Plan): Promise<void> {
  const waiting = await waitingOf(boss, db, job);
  if (waiting === undefined) await boss.send(job.name, job, sendOptions(job, afterMs, db));
  else await bringForward(boss, db, job.name, waiting, latestMs);
}

async function bringForward(boss: PgBoss, db: Db, name: string, id: string, latestMs: number): Promise<void> {
  // The database's clock decides: instances need not agree on the time.
  const [late] = await db.query<{ id: string }>(
    `SELECT id::text FROM ${SCHEMA}.job WHERE id = $1::uuid AND start_after > now() + $2::float8 * interval '1 ms'`,
    [id, latestMs],
  );
  if (late !== undefined) await boss.update(name, undefined, { id, startAfter: latestMs / 1_000, db: bossDb(db) });
}

function sendOptions(job: Job, afterMs: number, db: Db): SendOptions {
  const key = keyOf(job);
  return {
    singletonKey: key,
    group: { id: key },
    db: bossDb(db),
    ...(afterMs > 0 && { startAfter: afterMs / 1_000 }),
  };
}

function bossDb(db: Db): BossDb {
  return {
    async executeSql(text, values = []) {
      return { rows: [...(await db.query(text, values as readonly Param[]))] };
    },
  };
}
