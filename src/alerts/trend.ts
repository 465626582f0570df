// How the tenant stood at the end of each day, for the heartbeat and the report.
import type { Work } from '../approvals/ports.js';
import { type AssessedMailbox, MAILBOX_TYPES, type MailboxType, VERDICTS, type Verdict } from '../mailboxes/mailbox.js';

/** Counts of the last complete scan of a day; a day without one is absent, which is not the same as nought. */
export interface TrendDay {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** ISO 8601, UTC: when that scan ended. */
  readonly at: string;
  readonly counts: Readonly<Record<MailboxType, Readonly<Record<Verdict, number>>>>;
  /** Findings open at that moment. */
  readonly open: number;
}

/** How the mailboxes of a complete scan stand, within the transaction that publishes it. */
export async function trendOf(mailboxes: readonly AssessedMailbox[], at: string, work: Work): Promise<TrendDay> {
  const counts = Object.fromEntries(
    MAILBOX_TYPES.map((type) => [type, Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]))]),
  ) as Record<MailboxType, Record<Verdict, number>>;
  for (const { mailbox, verdict } of mailboxes) counts[mailbox.type][verdict] += 1;
  return { day: at.slice(0, 10), at, counts, open: await work.findings.openCount() };
}
