// What a bot has kept of requests, of its record and of who may read along, to be compared before and after.
import type { Finding } from '../../src/alerts/finding.js';
import type { Draft } from '../../src/approvals/draft.js';
import type { Request } from '../../src/approvals/request.js';
import type { RecordEntry } from '../../src/audit/entry.js';
import type { Db } from '../../src/db/db.js';
import { openEmbedded } from '../../src/db/embedded/open-embedded.js';
import { selectFindings } from '../../src/db/finding-rows.js';
import { SILENT } from '../../src/db/log.js';
import { openPostgres } from '../../src/db/postgres/open-postgres.js';
import { loadRequests } from '../../src/db/request-rows.js';
import type { Stage } from './stage.js';

export interface Kept {
  /** In the order in which they were made. */
  readonly requests: readonly Request[];
  readonly record: readonly RecordEntry[];
  readonly findings: readonly Finding[];
  readonly digestIds: readonly string[];
  readonly drafts: readonly Draft[];
  /** Exemptions, subscriptions, and places that somebody opened, as rows. */
  readonly others: { readonly [table: string]: readonly object[] };
}

/** The embedded store lets nobody in while a bot has it: stop the bot first, and start it afterwards. */
export async function whatIsKept({ databaseUrl, dataDir }: Pick<Stage, 'databaseUrl' | 'dataDir'>): Promise<Kept> {
  const options = { dataDir, log: SILENT };
  const { db, close } = await (databaseUrl === null ? openEmbedded(options) : openPostgres(databaseUrl, SILENT));
  try {
    return await read(db);
  } finally {
    await close();
  }
}

async function read(db: Db): Promise<Kept> {
  const ids = await db.query<{ id: string }>('SELECT id FROM guard.requests ORDER BY number');
  const bodies = async <T>(table: string, order: string): Promise<readonly T[]> => {
    const rows = await db.query<{ body: string }>(`SELECT body FROM guard.${table} ORDER BY ${order}`);
    return rows.map(({ body }) => JSON.parse(body) as T);
  };
  return {
    requests: await loadRequests(
      db,
      ids.map(({ id }) => id),
    ),
    record: await bodies<RecordEntry>('record', 'seq'),
    findings: await selectFindings(db, 'true', [], 'ORDER BY f.number'),
    digestIds: (await db.query<{ id: string }>('SELECT id FROM guard.digests ORDER BY id')).map(({ id }) => id),
    drafts: await bodies<Draft>('drafts', 'id'),
    others: {
      exemptions: await db.query('SELECT object_id, request_id, until, ended_at FROM guard.exemptions ORDER BY 1'),
      subscriptions: await db.query('SELECT conversation_id, body FROM guard.subscriptions ORDER BY 1'),
      places: await db.query(
        `SELECT conversation_id, admitted_by_id, approvals_by_id FROM guard.places
          WHERE admitted_by_id IS NOT NULL OR approvals_by_id IS NOT NULL ORDER BY 1`,
      ),
    },
  };
}
