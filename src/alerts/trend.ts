// How the tenant stood at the end of each day, for the heartbeat and the report.
import type { MailboxType, Verdict } from '../mailboxes/mailbox.js';

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
