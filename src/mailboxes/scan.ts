// What a scan is: a whole reading of the tenant, published at once or not at all, with what it counted.
import type { AssessedMailbox, MailboxType, Verdict } from './mailbox.js';

/** What a scan counted, so that "all blocked" can be proved or refused. */
export interface ScanCounts {
  readonly pages: number;
  /** Mailboxes that Exchange listed, of every type. */
  readonly listed: number;
  /** Mailboxes of the watched types. */
  readonly targets: number;
  /** Targets whose Entra account was found. */
  readonly joined: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly types: Readonly<Record<MailboxType, number>>;
}

/** One reading of the tenant. */
export interface Scan {
  readonly id: string;
  /** Only a complete scan may say "all blocked". */
  readonly state: 'complete' | 'partial';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly counts: ScanCounts;
  /** What was lost, as sentences for people; empty when complete. */
  readonly problems: readonly string[];
  readonly rolesChecked: boolean;
}

/** What `list` can be narrowed by. */
export interface MailboxFilter {
  readonly verdict: Verdict | null;
  readonly type: MailboxType | null;
  /** Part of a name, address or user principal name; compared without case. */
  readonly text: string | null;
}

export interface MailboxPage {
  readonly rows: readonly AssessedMailbox[];
  /** How many fit the filter in all. */
  readonly total: number;
  /** First is 0. */
  readonly page: number;
  readonly pageSize: number;
}

/** Where scans are kept; the newest published one answers `list`. */
export interface Scans {
  /** Publishes a scan and its mailboxes in one transaction; older ones are dropped. */
  publish(scan: Scan, mailboxes: readonly AssessedMailbox[]): Promise<void>;
  latest(): Promise<Scan | null>;
  /** A page of the latest scan: exposed first, by evidence, then by name. */
  page(filter: MailboxFilter, page: number, pageSize: number): Promise<MailboxPage>;
  /** Every mailbox of the latest scan whose object id, address, user principal name or name equals the text without case. */
  matching(text: string): Promise<readonly AssessedMailbox[]>;
  /** Mailboxes whose name or address contains or resembles the text, best first, at most `limit`. */
  resembling(text: string, limit: number): Promise<readonly AssessedMailbox[]>;
  /** Those whose name or address contains the text, all for none: a name beginning with it first, then by name. */
  offering(text: string, skip: number, limit: number): Promise<readonly AssessedMailbox[]>;
  /** Replaces one mailbox's assessment in the latest scan after a fresh read. */
  refresh(mailbox: AssessedMailbox): Promise<void>;
}
