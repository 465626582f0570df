// The state of the tenant against CIS Microsoft 365 1.2.2, from one scan. Pure: what is not proven does not pass.
import type { TrendDay } from '../alerts/trend.js';
import type { AssessedMailbox, MailboxType } from '../mailboxes/mailbox.js';
import { MAILBOX_TYPES } from '../mailboxes/mailbox.js';
import type { Scan } from '../mailboxes/scan.js';
import { CONTROL, controlReport, type ReportGround, type Tally } from './control-report.js';

/** What the control is called elsewhere. */
export const CONTROLS = ['CIS M365 1.2.2', 'NIST CSF PR.AA-01', 'SMB1001 2.3'] as const;

/** The control names shared mailboxes alone: the others are reported and decide nothing. */
export const CONTROLLED: MailboxType = CONTROL.type;

export type RowResult =
  | 'passed'
  | 'failed'
  /** It can sign in, and an exemption in force says that it may: the control knows no exceptions. */
  | 'failed-with-exception'
  | 'not-known'
  /** Of a type that the control does not name. */
  | 'not-controlled';

export interface ReportRow {
  readonly result: RowResult;
  readonly mailbox: AssessedMailbox;
}

export interface Report {
  /** `not-known`: nothing failed, and not everything could be read. */
  readonly result: 'passed' | 'failed' | 'not-known';
  /** Whether each that failed is exempt. */
  readonly onlyExceptions: boolean;
  /** What stands in the way of a pass, or would; sentences. */
  readonly notes: readonly string[];
  readonly scan: Scan | null;
  /** How many of the controlled ones ended how. */
  readonly counts: Readonly<Record<Exclude<RowResult, 'not-controlled'>, number>>;
  /** By type: how many there are, how many are blocked, can sign in, or are not known. */
  readonly types: readonly TypeCount[];
  /** Controlled ones first, those that failed before the others. */
  readonly rows: readonly ReportRow[];
  readonly trend: readonly TrendPoint[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface TypeCount extends Tally {
  readonly type: MailboxType;
}

export interface TrendPoint {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** Controlled ones that could sign in. */
  readonly allowed: number;
}

export interface ReportInput {
  /** Null when the tenant was never read. */
  readonly scan: Scan | null;
  /** All of that scan. */
  readonly mailboxes: readonly AssessedMailbox[];
  readonly trend: readonly TrendDay[];
  /** What scans are told to look at. */
  readonly scope: ReportGround['scope'];
  /** ISO 8601, UTC: now. */
  readonly at: string;
}

const RESULTS = { pass: 'passed', fail: 'failed', 'not-known': 'not-known' } as const;

/** What the command line says of the same scan, with each mailbox's own result and the trend. */
export function reportOn({ scan, mailboxes, trend, scope, at }: ReportInput): Report {
  const control = scan === null ? null : controlReport({ tenantId: '', scan, mailboxes, scope });
  const rows = mailboxes.map((mailbox) => ({ mailbox, result: resultOf(mailbox) })).sort(byNeed);
  const count = (result: RowResult): number => rows.filter((row) => row.result === result).length;
  const counts = {
    ...{ passed: count('passed'), failed: count('failed') },
    ...{ 'failed-with-exception': count('failed-with-exception'), 'not-known': count('not-known') },
  };
  const result = control === null ? 'not-known' : RESULTS[control.result];
  return {
    onlyExceptions: result === 'failed' && counts.failed === 0,
    notes: control?.notes ?? ['The tenant was not read yet.'],
    ...{ result, scan, counts, rows, at },
    types: MAILBOX_TYPES.map((type) => ({ type, ...(control?.tallies[type] ?? NOTHING) })),
    trend: trend.map((day) => ({ day: day.day, allowed: allowedOn(day) })),
  };
}

const NOTHING: Tally = { total: 0, blocked: 0, allowed: 0, unknown: 0 };

function resultOf({ mailbox, signIn, verdict }: AssessedMailbox): RowResult {
  if (mailbox.type !== CONTROLLED) return 'not-controlled';
  if (signIn === 'blocked') return 'passed';
  if (signIn === 'unknown') return 'not-known';
  return verdict === 'exempt' ? 'failed-with-exception' : 'failed';
}

const ORDER: readonly RowResult[] = ['failed', 'failed-with-exception', 'not-known', 'passed', 'not-controlled'];

function byNeed(one: ReportRow, other: ReportRow): number {
  const apart = ORDER.indexOf(one.result) - ORDER.indexOf(other.result);
  return apart || one.mailbox.mailbox.displayName.localeCompare(other.mailbox.mailbox.displayName, 'en');
}

function allowedOn({ counts }: TrendDay): number {
  const { blocked: _, unknown: __, ...allowed } = counts[CONTROLLED];
  return Object.values(allowed).reduce((total, one) => total + one, 0);
}
