// Findings to rows and back.
import { type Finding, riskRank, subjectOf } from '../alerts/finding.js';
import { type Db, isoTime, type Param } from './db.js';

/** Findings that fit a condition on `f`. @param rest what follows the condition: order, limit, lock */
export async function selectFindings(
  db: Db,
  where: string,
  params: readonly Param[],
  rest = '',
): Promise<readonly Finding[]> {
  const rows = await db.query<{ body: string; last_seen_at: Date }>(
    `SELECT f.body, f.last_seen_at FROM guard.findings f WHERE ${where} ${rest}`,
    params,
  );
  return rows.map(findingOf);
}

function findingOf(row: { readonly body: string; readonly last_seen_at: Date }): Finding {
  return { ...(JSON.parse(row.body) as Finding), lastSeenAt: isoTime(row.last_seen_at) };
}

export async function insertFinding(tx: Db, finding: Finding): Promise<void> {
  await tx.query(
    `INSERT INTO guard.findings (id, version, kind, risk_rank, type, state, last_seen_at, open_since, snoozed_until,
                                 closed_at, body, subject, episode, first_seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [...columnsOf(finding), subjectOf(finding), finding.episode, finding.firstSeenAt],
  );
}

/** The row's own version is what is compared: of two changes made from the same version, the second finds nothing. */
export async function replaceFinding(tx: Db, next: Finding): Promise<boolean> {
  const won = await tx.query(
    `UPDATE guard.findings
        SET version = $2, kind = $3, risk_rank = $4, type = $5, state = $6, last_seen_at = greatest(last_seen_at, $7),
            open_since = $8, snoozed_until = $9, closed_at = $10, body = $11
      WHERE id = $1 AND version = $2 - 1
      RETURNING id`,
    columnsOf(next),
  );
  return won.length > 0;
}

function columnsOf(finding: Finding): readonly Param[] {
  const { id, version, kind, state, lastSeenAt, closedAt } = finding;
  const [rank, type] = finding.about === 'check' ? [-1, null] : [riskRank(finding.risk), finding.mailbox.type];
  const since = state.kind === 'open' ? state.since : null;
  const until = state.kind === 'snoozed' ? state.until : null;
  return [id, version, kind, rank, type, state.kind, lastSeenAt, since, until, closedAt, JSON.stringify(finding)];
}
