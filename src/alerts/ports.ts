// The doors that watching and telling are handed: findings, sightings, subscriptions, digests, and how far watching has come.
import type { MailboxType } from '../mailboxes/mailbox.js';
import type { Digest, DigestReason } from './digest.js';
import type { Check, CheckFinding, Finding, FindingKind, MailboxFinding, Risk } from './finding.js';
import type { Sighting } from './sighting.js';
import type { Subscription, SubscriptionFilter } from './subscription.js';
import type { TrendDay } from './trend.js';
import type { WatchState } from './watch-state.js';

/** What `alerts` can be narrowed by. A null takes everything. */
export interface FindingFilter {
  /** `open`: every state but closed. */
  readonly state: 'open' | 'snoozed' | 'closed' | null;
  readonly kind: FindingKind | null;
  readonly type: MailboxType | null;
  readonly minRisk: Risk | null;
  /** Only those of this digest. */
  readonly digestId: string | null;
  /** As a subscription narrows it; null narrows nothing. */
  readonly heardBy: SubscriptionFilter | null;
}

export const EVERY_FINDING: FindingFilter = {
  state: null,
  kind: null,
  type: null,
  minRisk: null,
  digestId: null,
  heardBy: null,
};

export interface FindingPage {
  /** The bot's own checks first, then the open before the closed, by risk, then the newest first. */
  readonly rows: readonly Finding[];
  readonly total: number;
  /** First is 0. */
  readonly page: number;
  readonly pageSize: number;
}

/** How many findings are not closed. */
export interface OpenCounts {
  /** Snoozed ones among them. */
  readonly open: number;
  readonly snoozed: number;
  readonly escalated: number;
  readonly byKind: Readonly<Partial<Record<FindingKind, number>>>;
  /** Of mailboxes only. */
  readonly byRisk: Readonly<Partial<Record<Risk, number>>>;
  /** ISO 8601: when the oldest of them was first seen; null when there is none. */
  readonly oldestAt: string | null;
}

/** How many findings fit a filter, and of what kind and risk the open ones are. */
export interface Tally {
  readonly total: number;
  /** Not closed. */
  readonly open: number;
  readonly byKind: Readonly<Partial<Record<FindingKind, number>>>;
  /** Of mailboxes only. */
  readonly byRisk: Readonly<Partial<Record<Risk, number>>>;
}

/** Findings to be shown. */
export interface Findings {
  load(id: string): Promise<Finding | null>;
  page(filter: FindingFilter, page: number, pageSize: number): Promise<FindingPage>;
  /** Every episode of one account, the newest first. */
  ofMailbox(objectId: string): Promise<readonly MailboxFinding[]>;
  counts(): Promise<OpenCounts>;
  tally(filter: FindingFilter): Promise<Tally>;
  /** A digest with how many findings it holds and how many of them are not closed. */
  digest(id: string): Promise<{ readonly digest: Digest; readonly total: number; readonly open: number } | null>;
  /** Whether the message that it was last worth has arrived with an approver. */
  approversHeard(finding: Finding): Promise<boolean>;
}

export interface Episodes {
  readonly episodes: number;
  /** ISO 8601; null while the last one goes on. */
  readonly lastClosedAt: string | null;
}

/** Findings within a transaction. */
export interface FindingsInWork {
  load(id: string): Promise<Finding | null>;
  /** The ones that are not closed, of these accounts, locked until the transaction ends. */
  openOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, MailboxFinding>>;
  openCheck(check: Check): Promise<CheckFinding | null>;
  /** How many episodes each of these subjects (`subjectOf`) has had, and when the last one ended; absent: none. */
  episodes(subjects: readonly string[]): Promise<ReadonlyMap<string, Episodes>>;
  insert(finding: Finding): Promise<void>;
  /** Compare-and-set, as of requests; false when another was faster. */
  replace(next: Finding): Promise<boolean>;
  /** These accounts' open ones are so still: moves `lastSeenAt` on without making another version of them. */
  seenStill(objectIds: readonly string[], at: string): Promise<void>;
  /** Locked: snoozes that are over, by the database's clock, at most so many. */
  dueSnoozes(limit: number): Promise<readonly Finding[]>;
  /** Locked: open ones that nobody took care of since so many milliseconds, and that were not escalated. */
  dueEscalations(afterMs: number, limit: number): Promise<readonly Finding[]>;
  /** Ids of those that are not closed and that a subscription narrowed like this hears of. */
  openHeardBy(filter: SubscriptionFilter): Promise<readonly string[]>;
  /** Of mailboxes, not closed. */
  openCount(): Promise<number>;
  /** Of these accounts, those that a request blocked not before then, with the id of the newest such request. */
  blockedBy(
    accounts: readonly { readonly objectId: string; readonly since: string }[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Of these accounts, those that an approved request is about to block. */
  aboutToBeBlocked(objectIds: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface DigestsInWork {
  /** Makes one of these findings. */
  insert(id: string, reason: DigestReason, at: string, findingIds: readonly string[]): Promise<Digest>;
  /** Raises the version of every digest that holds one of these findings, once each. */
  touchOf(findingIds: readonly string[]): Promise<readonly Digest[]>;
}

/** Who asked the log who, and when it is asked again. */
export interface LookUp {
  readonly finding: MailboxFinding;
  /** How often it was asked in vain. */
  readonly tries: number;
}

/** Looking up who enabled an account, within a transaction. */
export interface LookUpsInWork {
  begin(findingId: string, afterMs: number): Promise<void>;
  /** Asked in vain once more; again after so long. */
  again(findingId: string, afterMs: number): Promise<void>;
  end(findingId: string): Promise<void>;
}

/** Watched accounts within a transaction. */
export interface SightingsInWork {
  of(objectIds: readonly string[]): Promise<ReadonlyMap<string, Sighting>>;
  /**
   * `lastSignInAt` is moved on by `lookedAt` alone. `changed`: those that say the same as before are left as they are, their
   * times too, so that a scan of thousands does not write each of them anew.
   */
  put(sightings: readonly Sighting[], how: 'each' | 'changed'): Promise<void>;
  /** Its own sign-ins were asked for. What was known once stays known: an earlier sign-in, or none, changes nothing. */
  lookedAt(objectId: string, at: string, lastSignInAt: string | null): Promise<void>;
}

/** Who hears of findings, to be shown. */
export interface Subscriptions {
  of(conversationId: string): Promise<Subscription | null>;
  all(): Promise<readonly Subscription[]>;
}

/** Subscriptions within a transaction. */
export interface SubscriptionsInWork {
  /** In place of an earlier one of the same conversation. */
  put(subscription: Subscription): Promise<void>;
  /** False when there was none. */
  remove(conversationId: string): Promise<boolean>;
  /** Those whose conversation can be reached, and may read about mailboxes: personal, or admitted. */
  reachable(): Promise<readonly Subscription[]>;
}

export interface WatchInWork {
  /** Waits for other transactions that judge what was seen, and holds them up until this one ends: first thing in it. */
  lock(): Promise<WatchState>;
  /** What was locked, changed. @throws Refused busy when it was not locked, and another instance has moved on */
  save(changed: WatchState): Promise<void>;
  keepDay(day: TrendDay): Promise<void>;
}

/** How watching goes, outside of any transaction. */
export interface WatchBook {
  state(): Promise<WatchState>;
  /** Sightings of these accounts, of those that are gone too: what was deleted may be restored. */
  sightingsOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, Sighting>>;
  /** When these accounts last signed in by themselves (ISO 8601), where that was ever read. */
  lastSignInsOf(objectIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those still there, read before then, that are not among these: what a complete scan that began then did not list. */
  missing(listed: ReadonlySet<string>, before: string): Promise<readonly Sighting[]>;
  /** Findings whose enabling should be asked for now, by the database's clock; and all that are still looked up. */
  lookUps(): Promise<{ readonly due: number; readonly all: readonly LookUp[] }>;
  /** Accounts that can sign in whose own sign-ins were looked at longest ago or never, at most so many. */
  nextToLookAt(limit: number, notSince: string): Promise<readonly string[]>;
  /** The last so many days that have one, oldest first. */
  trend(days: number): Promise<readonly TrendDay[]>;
  /** Measured by the database: how long ago the last complete scan ended, and the last poll was answered; null: never. */
  ages(): Promise<{ readonly completeScanMs: number | null; readonly answeredMs: number | null }>;
}
