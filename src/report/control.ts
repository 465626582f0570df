// The control that auditors ask for, and how one mailbox stands against it.
import type { AssessedMailbox, MailboxType } from '../mailboxes/mailbox.js';

/** CIS Microsoft 365 Foundations Benchmark, recommendation 1.2.2. It names shared mailboxes and no other type. */
export const CONTROL = {
  benchmark: 'CIS Microsoft 365 Foundations',
  id: '1.2.2',
  title: 'Sign-in to shared mailboxes is blocked',
  type: 'SharedMailbox',
  /** What it is called elsewhere, its own name first. */
  tags: ['CIS M365 1.2.2', 'NIST CSF PR.AA-01', 'SMB1001 2.3'],
} as const satisfies { readonly type: MailboxType; readonly tags: readonly string[] } & Readonly<
  Record<'benchmark' | 'id' | 'title', string>
>;

/** Worst first, as reports list them. */
export const ROW_RESULTS = [
  'failed',
  /** It can sign in, and an exemption in force says that it may: the control knows no exceptions. */
  'failed-with-exception',
  'not-known',
  'passed',
  /** Of a type that the control does not name. */
  'not-controlled',
] as const;
export type RowResult = (typeof ROW_RESULTS)[number];

export function resultOf({ mailbox, signIn, verdict }: AssessedMailbox): RowResult {
  if (mailbox.type !== CONTROL.type) return 'not-controlled';
  if (signIn === 'blocked') return 'passed';
  if (signIn === 'unknown') return 'not-known';
  return verdict === 'exempt' ? 'failed-with-exception' : 'failed';
}
