// Requests to rows and back: the request itself, its items, its decisions.
import type { Decision, ItemOutcome, Request, RequestAction, RequestItem, RequestState } from '../approvals/request.js';
import { type Db, isoTime } from './db.js';

/** What of a request is no column; kept as it was said, because the content hash covers some of it. */
type Body = Omit<
  Request,
  | 'id'
  | 'action'
  | 'state'
  | 'version'
  | 'contentHash'
  | 'createdAt'
  | 'expiresAt'
  | 'runBy'
  | 'changedAt'
  | 'items'
  | 'decisions'
>;

export function bodyOf(request: Request): string {
  const { reason, requester, owner, until, isUrgent, follows, leftOut, review, reminders, rules, origin, reach } =
    request;
  const body: Body = {
    ...{ reason, requester, owner, until, isUrgent, follows, leftOut },
    ...{ review, reminders, rules, origin, reach },
  };
  return JSON.stringify(body);
}

interface RequestRow {
  readonly id: string;
  readonly action: string;
  readonly state: string;
  readonly version: number;
  readonly content_hash: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly run_by: Date | null;
  readonly changed_at: Date;
  readonly body: string;
  readonly items: string;
  readonly decisions: string;
}

/**
 * Whole requests, in the order of the ids; those that do not exist are left out. One statement, so that a request is
 * never seen half changed. Items and decisions come as JSON text that holds JSON text: what was kept is what is read.
 */
export async function loadRequests(db: Db, ids: readonly string[]): Promise<readonly Request[]> {
  if (ids.length === 0) return [];
  const rows = await db.query<RequestRow>(
    `SELECT r.id, r.action, r.state, r.version, r.content_hash, r.created_at, r.expires_at, r.run_by, r.changed_at,
            r.body,
            (SELECT coalesce(json_agg(json_build_array(i.body, i.outcome) ORDER BY i.position), '[]')::text
               FROM guard.request_items i WHERE i.request_id = r.id) AS items,
            (SELECT coalesce(json_agg(d.body ORDER BY d.position), '[]')::text
               FROM guard.request_decisions d WHERE d.request_id = r.id) AS decisions
       FROM guard.requests r JOIN unnest($1::text[]) WITH ORDINALITY AS wanted (id, place) ON wanted.id = r.id
      ORDER BY wanted.place`,
    [ids],
  );
  return rows.map(requestOf);
}

function requestOf(row: RequestRow): Request {
  const items = JSON.parse(row.items) as readonly (readonly [string, string | null])[];
  const decisions = JSON.parse(row.decisions) as readonly string[];
  return {
    ...(JSON.parse(row.body) as Body),
    id: row.id,
    action: row.action as RequestAction,
    state: row.state as RequestState,
    version: row.version,
    contentHash: row.content_hash,
    createdAt: isoTime(row.created_at),
    expiresAt: isoTime(row.expires_at),
    runBy: isoTime(row.run_by),
    changedAt: isoTime(row.changed_at),
    items: items.map(([shown, outcome]) => itemOf(shown, outcome)),
    decisions: decisions.map((decision) => JSON.parse(decision) as Decision),
  };
}

function itemOf(shown: string, outcome: string | null): RequestItem {
  return {
    ...(JSON.parse(shown) as Omit<RequestItem, 'outcome'>),
    outcome: outcome === null ? null : (JSON.parse(outcome) as ItemOutcome),
  };
}

/** Makes the rows of the items those of the request; rows that stay the same are not touched. */
export async function writeItems(tx: Db, { id, items }: Request): Promise<void> {
  await tx.query(`DELETE FROM guard.request_items WHERE request_id = $1 AND object_id <> ALL ($2::text[])`, [
    id,
    items.map(({ objectId }) => objectId),
  ]);
  await tx.query(
    `INSERT INTO guard.request_items (request_id, position, object_id, body, outcome)
     SELECT $1, i.* FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) AS i (position, object_id, body, outcome)
     ON CONFLICT (request_id, object_id) DO UPDATE SET outcome = excluded.outcome
       WHERE request_items.outcome IS DISTINCT FROM excluded.outcome`,
    [
      id,
      items.map((_, position) => position),
      items.map(({ objectId }) => objectId),
      items.map(({ outcome: _, ...shown }) => JSON.stringify(shown)),
      items.map(({ outcome }) => (outcome === null ? null : JSON.stringify(outcome))),
    ],
  );
}

/** Adds the decisions that are new; a second one of the same person on the same list is refused by the table. */
export async function writeDecisions(tx: Db, { id, decisions }: Request): Promise<void> {
  await tx.query(
    `INSERT INTO guard.request_decisions (request_id, position, person_id, verdict, decided_at, content, body)
     SELECT $1, d.* FROM unnest($2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
                      AS d (position, person_id, verdict, decided_at, content, body)
     ON CONFLICT (request_id, position) DO NOTHING`,
    [
      id,
      decisions.map((_, position) => position),
      decisions.map(({ by }) => by.objectId),
      decisions.map(({ verdict }) => verdict),
      decisions.map(({ at }) => at),
      decisions.map(({ content }) => content),
      decisions.map((decision) => JSON.stringify(decision)),
    ],
  );
}
