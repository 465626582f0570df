// Requests in their tables; a change is written only over the version it was made from.
import type { Requests } from '../approvals/ports.js';
import type { Request, RequestAction } from '../approvals/request.js';
import { needsReview } from '../approvals/transitions.js';
import type { Db } from './db.js';
import { bodyOf, loadRequests, writeDecisions, writeItems } from './request-rows.js';

const OPEN = `('pending', 'approved', 'applying')`;
const REFUSED = `('denied', 'withdrawn', 'expired')`;
/** Mailboxes that were not struck off. */
const STANDING = `(i.outcome IS NULL OR i.outcome::json ->> 'kind' <> 'struck')`;

/** Requests on a connection or within a transaction. */
export function requestsOn(db: Db): Requests {
  return {
    insert: (request) => db.transaction((tx) => insert(tx, request)),
    async load(id) {
      const [request] = await loadRequests(db, [id]);
      return request ?? null;
    },
    replace: (next) => db.transaction((tx) => replace(tx, next)),
    page: (page, pageSize) => pageOf(db, page, pageSize),
    owingReview: () => owingReview(db),
    itemsAskedSince: (action, isoTime) => itemsAskedSince(db, action, isoTime),
    openFor: (objectIds) => openFor(db, objectIds),
  };
}

async function insert(tx: Db, request: Request): Promise<void> {
  const { id, action, state, version, requester, contentHash, createdAt, expiresAt, runBy, changedAt } = request;
  await tx.query(
    `INSERT INTO guard.requests (id, action, state, version, requester_id, content_hash,
                                 created_at, expires_at, run_by, changed_at, body, owes_review)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      action,
      state,
      version,
      requester.objectId,
      contentHash,
      createdAt,
      expiresAt,
      runBy,
      changedAt,
      bodyOf(request),
      needsReview(request),
    ],
  );
  await writeItems(tx, request);
  await writeDecisions(tx, request);
}

/** The row's own version is what is compared: of two changes made from the same version, the second finds nothing. */
async function replace(tx: Db, next: Request): Promise<boolean> {
  const won = await tx.query(
    `UPDATE guard.requests
        SET state = $3, version = $2, expires_at = $4, run_by = $5, changed_at = $6, body = $7, content_hash = $8,
            owes_review = $9
      WHERE id = $1 AND version = $2 - 1
      RETURNING id`,
    [
      ...[next.id, next.version, next.state, next.expiresAt, next.runBy, next.changedAt, bodyOf(next)],
      ...[next.contentHash, needsReview(next)],
    ],
  );
  if (won.length === 0) return false;
  await writeItems(tx, next);
  await writeDecisions(tx, next);
  return true;
}

async function pageOf(db: Db, page: number, pageSize: number): ReturnType<Requests['page']> {
  const [counts] = await db.query<{ total: number; open: number; owing: number }>(
    `SELECT count(*)::int AS total, (count(*) FILTER (WHERE state IN ${OPEN}))::int AS open,
            (count(*) FILTER (WHERE owes_review))::int AS owing
       FROM guard.requests`,
  );
  const shown = await db.query<{ id: string }>(
    `SELECT id FROM guard.requests
      ORDER BY state IN ${OPEN} DESC, owes_review DESC, created_at DESC, number DESC LIMIT $1 OFFSET $2`,
    [pageSize, page * pageSize],
  );
  const ids = shown.map(({ id }) => id);
  const { total = 0, open = 0, owing = 0 } = counts ?? {};
  return { rows: await loadRequests(db, ids), total, open, owing };
}

async function owingReview(db: Db): Promise<readonly Request[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT r.id FROM guard.requests r WHERE r.owes_review ORDER BY r.created_at, r.number',
  );
  return loadRequests(
    db,
    rows.map(({ id }) => id),
  );
}

async function itemsAskedSince(db: Db, action: RequestAction, isoTime: string): Promise<number> {
  const [row] = await db.query<{ asked: number }>(
    `SELECT count(*)::int AS asked
       FROM guard.requests r JOIN guard.request_items i ON i.request_id = r.id
      WHERE r.created_at >= $1 AND r.action = $2 AND r.state NOT IN ${REFUSED} AND ${STANDING}
        AND r.body::json ->> 'follows' IS NULL`,
    [isoTime, action],
  );
  return row?.asked ?? 0;
}

async function openFor(db: Db, objectIds: readonly string[]): Promise<readonly Request[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT r.id FROM guard.requests r
      WHERE r.state IN ${OPEN}
        AND EXISTS (SELECT 1 FROM guard.request_items i
                     WHERE i.request_id = r.id AND i.object_id = ANY ($1::text[]) AND ${STANDING})
      ORDER BY r.created_at DESC, r.number DESC`,
    [objectIds],
  );
  return loadRequests(
    db,
    rows.map(({ id }) => id),
  );
}
