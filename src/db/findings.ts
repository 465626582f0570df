// Findings in their table, to be shown: pages, counts, the episodes of a mailbox.
import { type Finding, type FindingKind, type MailboxFinding, RISKS, type Risk, riskRank } from '../alerts/finding.js';
import type { FindingFilter, FindingPage, Findings, OpenCounts, Tally } from '../alerts/ports.js';
import { type Db, isoTime, type Param } from './db.js';
import { loadDigest } from './digests.js';
import { approversHeard } from './escalated-cards.js';
import { selectFindings } from './finding-rows.js';

/** Findings on a connection. */
export function findingsOn(db: Db): Findings {
  return {
    load: (id) => loadFinding(db, id),
    page: (filter, page, pageSize) => pageOf(db, filter, page, pageSize),
    ofMailbox: async (objectId) =>
      (await selectFindings(db, 'f.subject = $1', [objectId.toLowerCase()], 'ORDER BY f.episode DESC')).filter(
        isMailbox,
      ),
    counts: () => counts(db),
    tally: (filter) => tally(db, filter),
    digest: (id) => loadDigest(db, id),
    approversHeard: (finding) => approversHeard(db, finding),
  };
}

export async function loadFinding(db: Db, id: string): Promise<Finding | null> {
  return (await selectFindings(db, 'f.id = $1', [id]))[0] ?? null;
}

export function isMailbox(finding: Finding): finding is MailboxFinding {
  return finding.about === 'mailbox';
}

const STATES = {
  open: 'f.closed_at IS NULL',
  snoozed: `f.state = 'snoozed'`,
  closed: 'f.closed_at IS NOT NULL',
} as const;
const IN_ORDER = 'ORDER BY (f.closed_at IS NOT NULL), f.risk_rank, f.number DESC';

async function pageOf(db: Db, filter: FindingFilter, page: number, pageSize: number): Promise<FindingPage> {
  const { where, params } = conditionOf(filter);
  const [count] = await db.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM guard.findings f WHERE ${where}`,
    params,
  );
  const limit = `LIMIT $${params.length + 1} OFFSET $${params.length + 2}`;
  const rows = await selectFindings(db, where, [...params, pageSize, page * pageSize], `${IN_ORDER} ${limit}`);
  return { rows, total: count?.total ?? 0, page, pageSize };
}

/** Ids of those that fit, in order. */
export async function findingIds(db: Db, filter: FindingFilter): Promise<readonly string[]> {
  const { where, params } = conditionOf(filter);
  const rows = await db.query<{ id: string }>(`SELECT f.id FROM guard.findings f WHERE ${where} ${IN_ORDER}`, params);
  return rows.map(({ id }) => id);
}

function conditionOf(filter: FindingFilter): { readonly where: string; readonly params: readonly Param[] } {
  const { heardBy } = filter;
  const rank = (risk: Risk | null | undefined): number | null => (risk ? riskRank(risk) : null);
  const where = [
    filter.state === null ? 'true' : STATES[filter.state],
    '($1::text IS NULL OR f.kind = $1)',
    '($2::text IS NULL OR f.type = $2)',
    '($3::int IS NULL OR f.risk_rank <= $3)',
    `($4::text IS NULL OR f.id IN (SELECT d.finding_id FROM guard.digest_findings d WHERE d.digest_id = $4))`,
    '($5::text[] IS NULL OR f.kind = ANY ($5::text[]))',
    '($6::text[] IS NULL OR f.type IS NULL OR f.type = ANY ($6::text[]))',
    '($7::int IS NULL OR f.risk_rank <= $7)',
  ].join(' AND ');
  const own = [filter.kind, filter.type, rank(filter.minRisk), filter.digestId];
  return { where, params: [...own, heardBy?.kinds ?? null, heardBy?.types ?? null, rank(heardBy?.minRisk)] };
}

async function tally(db: Db, filter: FindingFilter): Promise<Tally> {
  const { where, params } = conditionOf(filter);
  const rows = await db.query<{ kind: FindingKind; risk_rank: number; is_open: boolean; counted: number }>(
    `SELECT f.kind, f.risk_rank, f.closed_at IS NULL AS is_open, count(*)::int AS counted
       FROM guard.findings f WHERE ${where} GROUP BY 1, 2, 3`,
    params,
  );
  const open = rows.filter(({ is_open }) => is_open);
  const sum = (of: typeof rows): number => of.reduce((total, { counted }) => total + counted, 0);
  const kinds = [...new Set(open.map(({ kind }) => kind))];
  const risks = RISKS.filter((_, rank) => open.some(({ risk_rank }) => risk_rank === rank));
  return {
    total: sum(rows),
    open: sum(open),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, sum(open.filter((row) => row.kind === kind))])),
    byRisk: Object.fromEntries(
      risks.map((risk) => [risk, sum(open.filter(({ risk_rank }) => risk_rank === riskRank(risk)))]),
    ),
  };
}

async function counts(db: Db): Promise<OpenCounts> {
  const rows = await db.query<{ kind: FindingKind; state: string; risk_rank: number; counted: number; oldest: Date }>(
    `SELECT f.kind, f.state, f.risk_rank, count(*)::int AS counted, min(f.first_seen_at) AS oldest
       FROM guard.findings f WHERE f.closed_at IS NULL GROUP BY f.kind, f.state, f.risk_rank`,
  );
  const sum = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((total, { counted }) => total + counted, 0);
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const risks = RISKS.filter((_, rank) => rows.some(({ risk_rank }) => risk_rank === rank));
  const oldest = rows.map(({ oldest: at }) => isoTime(at)).sort();
  return {
    open: sum(() => true),
    snoozed: sum(({ state }) => state === 'snoozed'),
    escalated: sum(({ state }) => state === 'escalated'),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, sum((row) => row.kind === kind)])),
    byRisk: Object.fromEntries(risks.map((risk) => [risk, sum((row) => row.risk_rank === riskRank(risk))])),
    oldestAt: oldest[0] ?? null,
  };
}
