// How the store stands, in numbers, for metrics: counted by the database, in one round.
import type { Db } from './db.js';
import { SCHEMA } from './jobs/queues.js';
import type { Figures } from './store.js';

interface Counted {
  readonly what: string;
  readonly name: string;
  readonly sort: string;
  readonly count: number;
}

/** @param ages of what is known of the tenant */
export async function figuresOn(
  db: Db,
  ages: () => Promise<Pick<Figures, 'completeScanMs' | 'answeredMs'>>,
): Promise<Figures> {
  const rows = await db.query<Counted>(
    `SELECT 'request' AS what, r.state AS name, '' AS sort, count(*)::int AS count FROM guard.requests r GROUP BY r.state
     UNION ALL
     SELECT 'delivery', d.state, '', count(*)::int FROM guard.deliveries d GROUP BY d.state
     UNION ALL
     SELECT 'mailbox', m.verdict, '', count(*)::int FROM guard.mailboxes m GROUP BY m.verdict
     UNION ALL
     SELECT 'finding', f.kind, '', count(*)::int FROM guard.findings f WHERE f.closed_at IS NULL GROUP BY f.kind
     UNION ALL
     SELECT 'job', j.name, j.state::text, count(*)::int FROM ${SCHEMA}.job j WHERE j.state < 'completed' GROUP BY j.name, j.state
     UNION ALL
     SELECT 'record', '', '', coalesce(max(r.seq), 0)::int FROM guard.record r`,
  );
  const counts = (what: string): Readonly<Record<string, number>> =>
    Object.fromEntries(rows.filter((row) => row.what === what).map(({ name, count }) => [name, count]));
  const { completeScanMs, answeredMs } = await ages();
  return {
    requests: counts('request'),
    deliveries: counts('delivery'),
    mailboxes: counts('mailbox'),
    findings: counts('finding'),
    jobs: rows
      .filter(({ what }) => what === 'job')
      .map(({ name: queue, sort: state, count }) => ({ queue, state, count })),
    recordEntries: rows.find(({ what }) => what === 'record')?.count ?? 0,
    completeScanMs,
    answeredMs,
  };
}
