// What `all …` means: the mailboxes of the latest scan that fit a verdict, some types and a text.
import { type AssessedMailbox, EVIDENCE, MAILBOX_TYPES, type MailboxType, type Verdict } from './mailbox.js';
import type { Scan, Scans } from './scan.js';

/** What a person chose by, instead of naming mailboxes. */
export interface Filter {
  readonly verdict: Verdict;
  /** Empty: all of them. */
  readonly types: readonly MailboxType[];
  /** Part of a name or address; null when it does not matter. */
  readonly text: string | null;
}

/** A filter together with the scan it was looked up in: what is chosen is as old, and as whole, as that. */
export interface Selection extends Filter {
  readonly scan: Pick<Scan, 'state' | 'endedAt'>;
}

/** Most mailboxes of one type that are looked at: more than any request or any day may hold. */
const MOST = 5000;

/** The mailboxes that fit, strongest evidence first; those of each type stand together in the order of the types. */
export async function select({ verdict, types, text }: Filter, scans: Scans): Promise<readonly AssessedMailbox[]> {
  const found: AssessedMailbox[] = [];
  for (const type of types.length === 0 ? MAILBOX_TYPES : types) {
    const { rows } = await scans.page({ verdict, type, text }, 0, MOST);
    found.push(...rows);
  }
  return found;
}

/** Those that look used come first, then by name: who reads only the beginning of a long list reads what matters most. */
export function byEvidence(one: AssessedMailbox, other: AssessedMailbox): number {
  const rank = EVIDENCE.indexOf(one.evidence) - EVIDENCE.indexOf(other.evidence);
  return rank !== 0 ? rank : one.mailbox.displayName.localeCompare(other.mailbox.displayName, 'en');
}
