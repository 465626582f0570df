// The state of the tenant against the control, from one scan. Pure, and the same for the chat and the command line: what is
// not proven does not pass.
import type { TrendDay } from '../alerts/trend.js';
import {
  type AssessedMailbox,
  EVIDENCE,
  type Evidence,
  MAILBOX_TYPES,
  type MailboxType,
  type SignIn,
} from '../mailboxes/mailbox.js';
import type { ScanScope } from '../mailboxes/read-scan.js';
import type { Scan } from '../mailboxes/scan.js';
import { CONTROL, ROW_RESULTS, type RowResult, resultOf } from './control.js';

/** Days of the trend. */
export const TREND_DAYS = 14;

export interface ReportRow {
  readonly result: RowResult;
  readonly mailbox: AssessedMailbox;
}

/** Mailboxes of one type by what their accounts may do. */
export interface Tally {
  readonly total: number;
  readonly blocked: number;
  readonly allowed: number;
  readonly unknown: number;
}

export interface TrendPoint {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** Controlled ones that could sign in. */
  readonly allowed: number;
}

export interface Report {
  /** `not-known`: nothing failed, and not everything was read, watched or told. */
  readonly result: 'passed' | 'failed' | 'not-known';
  /** Whether each that failed is exempt. */
  readonly onlyExceptions: boolean;
  /** Each stands in the way of a pass; sentences. */
  readonly notes: readonly string[];
  readonly scan: Scan;
  /** How many of the controlled ones ended how. */
  readonly counts: Readonly<Record<Exclude<RowResult, 'not-controlled'>, number>>;
  /** Of the controlled ones that can sign in, exempt ones among them: how strongly they look used. */
  readonly evidence: Readonly<Record<Evidence, number>>;
  readonly types: Readonly<Record<MailboxType, Tally>>;
  /** Worst first, then what looks used most, then by name. */
  readonly rows: readonly ReportRow[];
  readonly trend: readonly TrendPoint[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface ReportInput extends Pick<Report, 'scan' | 'at'> {
  /** All of that scan. */
  readonly mailboxes: readonly AssessedMailbox[];
  /** What the scan was told to look at: what it left out cannot be called blocked. */
  readonly scope: ScanScope;
  /** The last days, oldest first. */
  readonly trend: readonly TrendDay[];
}

export function reportOn({ scan, mailboxes, scope, trend, at }: ReportInput): Report {
  const rows = mailboxes.map((mailbox) => ({ mailbox, result: resultOf(mailbox) })).sort(worstFirst);
  const { 'not-controlled': _, ...counts } = tabulated(ROW_RESULTS, (one) => count(rows, (row) => row.result === one));
  const failing = rows.filter(({ result }) => result === 'failed' || result === 'failed-with-exception');
  const notes = notesOn(scan, scope, counts['not-known']);
  return {
    result: failing.length > 0 ? 'failed' : notes.length > 0 ? 'not-known' : 'passed',
    onlyExceptions: failing.length > 0 && counts.failed === 0,
    notes,
    scan,
    counts,
    evidence: tabulated(EVIDENCE, (one) => count(failing, ({ mailbox }) => mailbox.evidence === one)),
    types: tabulated(MAILBOX_TYPES, (type) => tally(mailboxes.filter(({ mailbox }) => mailbox.type === type))),
    rows,
    trend: trend.map((day) => ({ day: day.day, allowed: allowedOn(day) })),
    at,
  };
}

function tabulated<K extends string, V>(keys: readonly K[], entry: (key: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, entry(key)])) as Record<K, V>;
}

function count<T>(all: readonly T[], fits: (one: T) => boolean): number {
  return all.filter(fits).length;
}

function tally(mailboxes: readonly AssessedMailbox[]): Tally {
  const those = (signIn: SignIn): number => count(mailboxes, (one) => one.signIn === signIn);
  return { total: mailboxes.length, blocked: those('blocked'), allowed: those('allowed'), unknown: those('unknown') };
}

function worstFirst(a: ReportRow, b: ReportRow): number {
  return (
    ROW_RESULTS.indexOf(a.result) - ROW_RESULTS.indexOf(b.result) ||
    EVIDENCE.indexOf(a.mailbox.evidence) - EVIDENCE.indexOf(b.mailbox.evidence) ||
    a.mailbox.mailbox.displayName.localeCompare(b.mailbox.mailbox.displayName, 'en')
  );
}

function notesOn(scan: Scan, { types, licensed }: ScanScope, unknown: number): readonly string[] {
  return [
    ...(scan.state === 'partial' ? ['The reading was partial: what was not read may be able to sign in.'] : []),
    ...(unknown === 1 ? ['Of 1 shared mailbox it is not known whether it can sign in.'] : []),
    ...(unknown > 1 ? [`Of ${unknown} shared mailboxes it is not known whether they can sign in.`] : []),
    ...(types.includes(CONTROL.type) ? [] : ['MAILBOX_TYPES leaves shared mailboxes out.']),
    ...(licensed === 'include' ? [] : [`LICENSED=${licensed} leaves some shared mailboxes out.`]),
  ];
}

/** Of what kind those were that could sign in does not matter to the control; unknown ones are not counted as such. */
function allowedOn({ counts }: TrendDay): number {
  const { blocked: _, unknown: __, ...allowed } = counts[CONTROL.type];
  return Object.values(allowed).reduce((total, one) => total + one, 0);
}
