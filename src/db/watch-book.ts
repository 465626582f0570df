// How far watching has come and how well it goes, in its one row; and how the tenant stood day by day.
import type { WatchBook, WatchInWork } from '../alerts/ports.js';
import type { TrendDay } from '../alerts/trend.js';
import { NEVER_WATCHED, type WatchState } from '../alerts/watch-state.js';
import { Refused } from '../failure.js';
import { lockUntilCommit } from './advisory-locks.js';
import { type Db, isoTime } from './db.js';
import { openLookUps } from './look-ups.js';
import { selectSightings, sightingsOf } from './sightings.js';

/** The book on a connection. */
export function watchBookOn(db: Db): WatchBook {
  return {
    state: () => load(db),
    sightingsOf: (objectIds) => sightingsOf(db, objectIds),
    async missing(listed, before) {
      const gone = `s.gone_at IS NULL AND s.read_at <= $2
        AND NOT EXISTS (SELECT 1 FROM unnest($1::text[]) AS l (id) WHERE l.id = s.object_id)`;
      return [...(await selectSightings(db, gone, [[...listed], before])).values()];
    },
    async lastSignInsOf(objectIds) {
      const rows = await db.query<{ object_id: string; last_sign_in_at: Date }>(
        `SELECT s.object_id, s.last_sign_in_at FROM guard.sightings s
          WHERE s.last_sign_in_at IS NOT NULL AND s.object_id = ANY ($1::text[])`,
        [objectIds],
      );
      return new Map(rows.map((row) => [row.object_id, isoTime(row.last_sign_in_at)]));
    },
    lookUps: () => openLookUps(db),
    async nextToLookAt(limit, notSince) {
      const rows = await db.query<{ object_id: string }>(
        `SELECT s.object_id FROM guard.sightings s
          WHERE s.sign_in = 'allowed' AND s.gone_at IS NULL AND (s.looked_at IS NULL OR s.looked_at < $2)
          ORDER BY s.looked_at NULLS FIRST, s.object_id LIMIT $1`,
        [limit, notSince],
      );
      return rows.map(({ object_id }) => object_id);
    },
    async trend(days) {
      const rows = await db.query<{ body: string }>('SELECT t.body FROM guard.trend t ORDER BY t.day DESC LIMIT $1', [
        days,
      ]);
      return rows.map(({ body }) => JSON.parse(body) as TrendDay).reverse();
    },
    ages: () => ages(db),
  };
}

/** Watching within a transaction. */
export function watchInWork(tx: Db): WatchInWork {
  return {
    async lock() {
      await lockUntilCommit(tx, 'watching');
      return load(tx);
    },
    save: (next) => save(tx, next),
    async keepDay(day) {
      await tx.query(
        'INSERT INTO guard.trend (day, body) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET body = excluded.body',
        [day.day, JSON.stringify(day)],
      );
    },
  };
}

async function load(db: Db): Promise<WatchState> {
  const [row] = await db.query<{ body: string }>('SELECT w.body FROM guard.watch_state w');
  return row === undefined ? NEVER_WATCHED : { ...NEVER_WATCHED, ...(JSON.parse(row.body) as WatchState) };
}

async function save(tx: Db, state: WatchState): Promise<void> {
  const next = { ...state, version: state.version + 1 };
  const rows = await tx.query(
    `INSERT INTO guard.watch_state AS w (version, answered_at, completed_at, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (single) DO UPDATE
       SET version = excluded.version, answered_at = excluded.answered_at, completed_at = excluded.completed_at,
           body = excluded.body
     WHERE w.version = excluded.version - 1
     RETURNING version`,
    [next.version, next.answeredAt, next.lastCompleteScan?.endedAt ?? null, JSON.stringify(next)],
  );
  if (rows.length === 0) throw new Refused({ kind: 'busy' });
}

async function ages(db: Db): ReturnType<WatchBook['ages']> {
  const [row] = await db.query<{ scan: number | null; answered: number | null }>(
    `SELECT (extract(epoch FROM now() - w.completed_at) * 1000)::float8 AS scan,
            (extract(epoch FROM now() - w.answered_at) * 1000)::float8 AS answered
       FROM guard.watch_state w`,
  );
  return { completeScanMs: row?.scan ?? null, answeredMs: row?.answered ?? null };
}
