// How far watching has come and how well it goes: one row that every poll and scan moves on by compare-and-set.
import type { MailboxType } from '../mailboxes/mailbox.js';
import type { ScanCounts } from '../mailboxes/scan.js';

/** What the mailboxes were narrowed to when all of them were known last: a wider scope finds old mailboxes, not new ones. */
export interface WatchScope {
  readonly types: readonly MailboxType[];
  readonly licensed: 'include' | 'exclude' | 'only';
}

/** A fault of a check, from its first failure until it is whole again. */
export interface Trouble {
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly problems: readonly string[];
}

/** What is known of one look at the tenant. */
export interface LastScan {
  readonly id: string;
  readonly state: 'complete' | 'partial';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly counts: ScanCounts;
}

export interface WatchState {
  /** Rises by one on every write: a poll whose instance was thought dead finds another number and writes nothing. */
  readonly version: number;
  /** What the next question for changes goes on from; null: from now on. */
  readonly token: string | null;
  /** Accounts whose state was told in two ways, to be read once more, with how often that was tried. */
  readonly recheck: readonly { readonly objectId: string; readonly tries: number }[];
  /** ISO 8601, UTC; null: never. */
  readonly polledAt: string | null;
  /** When a poll last was answered in full. */
  readonly answeredAt: string | null;
  /** While changes were asked for by nobody, from the last time they were known; null once a complete scan has read everything since. */
  readonly gap: { readonly since: string; readonly until: string } | null;
  /** Requests to Microsoft and changes told, of that poll. */
  readonly lastPoll: { readonly changed: number; readonly watched: number; readonly ms: number } | null;
  /** Why polls fail now; null while they do not. */
  readonly trouble: Trouble | null;
  readonly lastScan: LastScan | null;
  readonly lastCompleteScan: LastScan | null;
  /** Why scans fail now, as a whole; null while they do not. */
  readonly scanTrouble: Trouble | null;
  /** Null until the first complete scan: what is found until then was there before the bot. */
  readonly scope: WatchScope | null;
  /** When a complete scan listed far fewer than were known; what it did not list counts as gone only if the next agrees. */
  readonly shrunkAt: string | null;
  /** Accounts whose own sign-ins may still be asked for until the next scan. */
  readonly looksLeft: number;
  /** Looks in a row that Microsoft did not answer. */
  readonly looksFailed: number;
  /** Whether direct sign-ins can be known, as of the last look; null before it. */
  readonly signIns: {
    readonly availability: 'known' | 'not-premium' | 'no-permission' | 'unavailable';
    readonly at: string;
  } | null;
  /** Null before the first. */
  readonly lastBeat: LastBeat | null;
}

/** What a heartbeat told, for the one after it. */
export interface LastBeat {
  /** ISO 8601, UTC: when it was due, so that the hour stays. */
  readonly at: string;
  readonly blocked: number;
  readonly exposed: number;
  readonly open: number;
  /** Whether it was told, or only marks from when on the first one is counted. */
  readonly isTold: boolean;
}

/** Before anything was read. */
export const NEVER_WATCHED: WatchState = {
  version: 0,
  token: null,
  recheck: [],
  polledAt: null,
  answeredAt: null,
  gap: null,
  lastPoll: null,
  trouble: null,
  lastScan: null,
  lastCompleteScan: null,
  scanTrouble: null,
  scope: null,
  shrunkAt: null,
  looksLeft: 0,
  looksFailed: 0,
  signIns: null,
  lastBeat: null,
};
