// Findings within a transaction: what is judged is locked until it is written down.
import type { Check, CheckFinding, Finding } from '../alerts/finding.js';
import { type Episodes, EVERY_FINDING, type FindingsInWork } from '../alerts/ports.js';
import { type Db, isoTime } from './db.js';
import { insertFinding, replaceFinding, selectFindings } from './finding-rows.js';
import { findingIds, isMailbox, loadFinding } from './findings.js';

const OPEN_ONES = 'f.subject = ANY ($1::text[]) AND f.closed_at IS NULL';
const LOCKED = 'ORDER BY f.number FOR UPDATE';

export function findingsInWork(tx: Db): FindingsInWork {
  return {
    load: (id) => loadFinding(tx, id),
    async openOf(objectIds) {
      const found = (await selectFindings(tx, OPEN_ONES, [objectIds], LOCKED)).filter(isMailbox);
      return new Map(found.map((finding) => [finding.mailbox.objectId, finding]));
    },
    openCheck: async (check) =>
      (await selectFindings(tx, OPEN_ONES, [[`check:${check}`]], LOCKED)).find(isOf(check)) ?? null,
    episodes: (subjects) => episodes(tx, subjects),
    insert: (finding) => insertFinding(tx, finding),
    replace: (next) => replaceFinding(tx, next),
    async seenStill(objectIds, at) {
      await tx.query(
        `UPDATE guard.findings SET last_seen_at = $2
          WHERE subject = ANY ($1::text[]) AND closed_at IS NULL AND last_seen_at < $2`,
        [objectIds, at],
      );
    },
    dueSnoozes: (limit) =>
      selectFindings(tx, 'f.snoozed_until <= now()', [limit], `${LOCKED_DUE.snoozes} LIMIT $1 FOR UPDATE`),
    dueEscalations: (afterMs, limit) =>
      selectFindings(
        tx,
        `f.open_since <= now() - $2::float8 * interval '1 ms'`,
        [limit, afterMs],
        `${LOCKED_DUE.escalations} LIMIT $1 FOR UPDATE`,
      ),
    openHeardBy: (heardBy) => findingIds(tx, { ...EVERY_FINDING, state: 'open', heardBy }),
    async openCount() {
      const [row] = await tx.query<{ open: number }>(
        'SELECT count(*)::int AS open FROM guard.findings f WHERE f.closed_at IS NULL AND f.type IS NOT NULL',
      );
      return row?.open ?? 0;
    },
    blockedBy: (accounts) => blockedBy(tx, accounts),
    aboutToBeBlocked: (objectIds) => aboutToBeBlocked(tx, objectIds),
  };
}

const LOCKED_DUE = { snoozes: 'ORDER BY f.snoozed_until, f.number', escalations: 'ORDER BY f.open_since, f.number' };

function isOf(check: Check): (finding: Finding) => finding is CheckFinding {
  return (finding): finding is CheckFinding => finding.about === 'check' && finding.check === check;
}

async function episodes(tx: Db, subjects: readonly string[]): Promise<ReadonlyMap<string, Episodes>> {
  const rows = await tx.query<{ subject: string; episodes: number; closed_at: Date | null }>(
    `SELECT DISTINCT ON (f.subject) f.subject, f.episode AS episodes, f.closed_at
       FROM guard.findings f WHERE f.subject = ANY ($1::text[]) ORDER BY f.subject, f.episode DESC`,
    [subjects],
  );
  return new Map(
    rows.map(({ subject, episodes, closed_at }) => [subject, { episodes, lastClosedAt: isoTime(closed_at) }]),
  );
}

/** One whose writing is under way counts: what it wrote may be seen before its outcome is kept. */
async function blockedBy(
  tx: Db,
  accounts: readonly { readonly objectId: string; readonly since: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (accounts.length === 0) return new Map();
  const rows = await tx.query<{ object_id: string; id: string }>(
    `SELECT DISTINCT ON (i.object_id) i.object_id, r.id
       FROM unnest($1::text[], $2::timestamptz[]) AS a (object_id, since)
       JOIN guard.request_items i ON i.object_id = a.object_id
       JOIN guard.requests r ON r.id = i.request_id
      WHERE r.action = 'block'
        AND (i.outcome IS NULL AND r.state = 'applying'
          OR (i.outcome::json ->> 'kind' IN ('written', 'blocked') OR i.outcome::json ->> 'isUnconfirmed' = 'true')
             AND (i.outcome::json ->> 'at')::timestamptz >= a.since)
      ORDER BY i.object_id, r.changed_at DESC`,
    [accounts.map(({ objectId }) => objectId), accounts.map(({ since }) => since)],
  );
  return new Map(rows.map(({ object_id, id }) => [object_id, id]));
}

async function aboutToBeBlocked(tx: Db, objectIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ object_id: string }>(
    `SELECT DISTINCT i.object_id FROM guard.request_items i JOIN guard.requests r ON r.id = i.request_id
      WHERE i.object_id = ANY ($1::text[]) AND r.action = 'block' AND r.state IN ('approved', 'applying')
        AND (i.outcome IS NULL OR i.outcome::json ->> 'kind' = 'written')`,
    [objectIds],
  );
  return new Set(rows.map(({ object_id }) => object_id));
}
