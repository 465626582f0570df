// The state of the tenant against the control that auditors ask for: sign-in to shared mailboxes is blocked.
import {
  type AssessedMailbox,
  type Cause,
  EVIDENCE,
  type Evidence,
  MAILBOX_TYPES,
  type MailboxType,
  type SignIn,
} from '../mailboxes/mailbox.js';
import type { Scan } from '../mailboxes/scan.js';

/** CIS Microsoft 365 Foundations Benchmark, recommendation 1.2.2. It names shared mailboxes and no other type. */
export const CONTROL = {
  benchmark: 'CIS Microsoft 365 Foundations',
  id: '1.2.2',
  title: 'Sign-in to shared mailboxes is blocked',
  type: 'SharedMailbox',
} as const satisfies { readonly type: MailboxType } & Readonly<Record<string, string>>;

/** `not-known` is no pass: something was not read, not watched, or not told. */
export type ControlResult = 'pass' | 'fail' | 'not-known';

/** Mailboxes of one type by what their accounts may do. */
export interface Tally {
  readonly total: number;
  readonly blocked: number;
  readonly allowed: number;
  readonly unknown: number;
}

/** A shared mailbox whose account may sign in, or may for all that is known. */
export interface Shortfall {
  readonly objectId: string | null;
  readonly displayName: string;
  readonly address: string;
  readonly signIn: Exclude<SignIn, 'blocked'>;
  /** Why it may, or why it is not known. */
  readonly cause: Cause;
  readonly evidence: Evidence;
  /** It fails all the same, but somebody answers for it until then. */
  readonly exception: { readonly owner: string; readonly reason: string; readonly until: string } | null;
}

export interface ControlReport {
  readonly control: typeof CONTROL;
  readonly result: ControlResult;
  /** Why it is not known, or what weakens it; sentences. */
  readonly notes: readonly string[];
  /** What the report is about and when that was read, ISO 8601, UTC. */
  readonly tenantId: string;
  readonly scan: Pick<Scan, 'id' | 'state' | 'startedAt' | 'endedAt' | 'problems' | 'rolesChecked'>;
  /** Shared mailboxes decide; rooms, equipment and scheduling mailboxes are told apart and decide nothing. */
  readonly tallies: Readonly<Record<MailboxType, Tally>>;
  /** Of the shared mailboxes that may sign in: how strongly they look used, exceptions among them. */
  readonly evidence: Readonly<Record<Evidence, number>>;
  readonly exceptions: number;
  /** Shared mailboxes only; those without an exception first, then by evidence and name. */
  readonly shortfalls: readonly Shortfall[];
}

export interface ReportGround {
  readonly tenantId: string;
  readonly scan: Scan;
  readonly mailboxes: readonly AssessedMailbox[];
  /** What the scan was told to look at: what it left out cannot be called blocked. */
  readonly scope: { readonly types: readonly MailboxType[]; readonly licensed: 'include' | 'exclude' | 'only' };
}

/** Pure: everything it says is in what it is given. */
export function controlReport({ tenantId, scan, mailboxes, scope }: ReportGround): ControlReport {
  const shared = mailboxes.filter(({ mailbox }) => mailbox.type === CONTROL.type);
  const shortfalls = shared.flatMap(shortfallOf).sort(worstFirst);
  const failing = shortfalls.filter(({ signIn }) => signIn === 'allowed');
  const notes = notesOn(scan, scope, shortfalls);
  const { id, state, startedAt, endedAt, problems, rolesChecked } = scan;
  return {
    control: CONTROL,
    result: failing.length > 0 ? 'fail' : notes.length > 0 ? 'not-known' : 'pass',
    notes,
    tenantId,
    scan: { id, state, startedAt, endedAt, problems, rolesChecked },
    tallies: tabulated(MAILBOX_TYPES, (type) => tally(mailboxes.filter(({ mailbox }) => mailbox.type === type))),
    evidence: tabulated(EVIDENCE, (evidence) => failing.filter((one) => one.evidence === evidence).length),
    exceptions: failing.filter(({ exception }) => exception !== null).length,
    shortfalls,
  };
}

function tabulated<K extends string, V>(keys: readonly K[], entry: (key: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, entry(key)])) as Record<K, V>;
}

function tally(mailboxes: readonly AssessedMailbox[]): Tally {
  const count = (signIn: SignIn): number => mailboxes.filter((one) => one.signIn === signIn).length;
  return { total: mailboxes.length, blocked: count('blocked'), allowed: count('allowed'), unknown: count('unknown') };
}

function shortfallOf({ mailbox, account, signIn, cause, evidence, exemption }: AssessedMailbox): readonly Shortfall[] {
  if (signIn === 'blocked') return [];
  const exception =
    exemption === null || cause !== 'exempt'
      ? null
      : { owner: exemption.ownerName, reason: exemption.reason, until: exemption.until };
  const { displayName, address } = mailbox;
  return [{ objectId: account?.id ?? mailbox.objectId, displayName, address, signIn, cause, evidence, exception }];
}

/** What nobody answers for comes first, then what looks used most. */
function worstFirst(a: Shortfall, b: Shortfall): number {
  const rank = (one: Shortfall): number =>
    (one.signIn === 'allowed' ? 0 : 100) + (one.exception === null ? 0 : 50) + EVIDENCE.indexOf(one.evidence);
  return rank(a) - rank(b) || (a.displayName < b.displayName ? -1 : 1);
}

/** Each of them stands in the way of a pass. */
function notesOn(scan: Scan, scope: ReportGround['scope'], shortfalls: readonly Shortfall[]): readonly string[] {
  const unknown = shortfalls.filter(({ signIn }) => signIn === 'unknown').length;
  return [
    ...(scan.state === 'partial' ? ['The reading was partial: what was not read may be able to sign in.'] : []),
    ...(unknown === 1 ? ['Of 1 shared mailbox it is not known whether it can sign in.'] : []),
    ...(unknown > 1 ? [`Of ${unknown} shared mailboxes it is not known whether they can sign in.`] : []),
    ...(scope.types.includes(CONTROL.type) ? [] : ['MAILBOX_TYPES leaves shared mailboxes out.']),
    ...(scope.licensed === 'include' ? [] : [`LICENSED=${scope.licensed} leaves some shared mailboxes out.`]),
  ];
}
