// The doors that approvals are handed: where requests are kept, what is recorded, what happens next.
import type {
  DigestsInWork,
  FindingsInWork,
  LookUpsInWork,
  SightingsInWork,
  SubscriptionsInWork,
  WatchInWork,
} from '../alerts/ports.js';
import type { RecordEntry } from '../audit/entry.js';
import type { InstallsInWork } from '../delivery/installs.js';
import type { Notice } from '../delivery/notice.js';
import type { Deliveries, Places, Subject } from '../delivery/ports.js';
import type { Impacts } from '../mailboxes/impact.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import type { Scans } from '../mailboxes/scan.js';
import type { RetentionInWork } from '../retention/ports.js';
import type { Draft } from './draft.js';
import type { Request, RequestAction } from './request.js';

export interface Requests {
  insert(request: Request): Promise<void>;
  load(id: string): Promise<Request | null>;
  /** Compare-and-set: writes `next` (whose version is one higher) only over the version before it; false when another was faster. */
  replace(next: Request): Promise<boolean>;
  /** Newest first; the open ones (pending, approved, applying) before those that owe a review, and these before the rest. */
  page(
    page: number,
    pageSize: number,
  ): Promise<{
    readonly rows: readonly Request[];
    readonly total: number;
    readonly open: number;
    /** Urgent ones that ran and were not looked at since. */
    readonly owing: number;
  }>;
  /** Those that owe a review. */
  owingReview(): Promise<readonly Request[]>;
  /** Mailboxes that people asked this for since then, in requests that were not denied, withdrawn or expired; struck ones do not count. */
  itemsAskedSince(action: RequestAction, isoTime: string): Promise<number>;
  /** Open requests that name any of these accounts and have not struck them off. */
  openFor(objectIds: readonly string[]): Promise<readonly Request[]>;
}

/** Requests within a transaction. */
export interface RequestsInWork extends Requests {
  /** Until the transaction ends, nobody else makes a request: what was counted before one is stored still holds then. */
  lockCreation(): Promise<void>;
}

/** Work that must happen after the transaction that asked for it has committed, at least once. */
export type Job =
  | { readonly name: 'announce-request'; readonly requestId: string }
  /** `after`: the mailbox at which an earlier run gave up for the moment; the next one goes on behind it. */
  | { readonly name: 'apply-request'; readonly requestId: string; readonly after?: string }
  /** `upTo`: only what was written by then is looked at (ISO 8601, UTC); everything when left out. */
  | { readonly name: 'verify-request'; readonly requestId: string; readonly attempt: number; readonly upTo?: string }
  | { readonly name: 'expire-request'; readonly requestId: string }
  | { readonly name: 'check-reach'; readonly requestId: string }
  | { readonly name: 'remind-request'; readonly requestId: string; readonly nth: number }
  | { readonly name: 'remind-review'; readonly requestId: string; readonly nth: number }
  | { readonly name: 'install-app'; readonly personId: string }
  /** About all mailboxes that one request exempted: they have one end. */
  | { readonly name: 'warn-exemption'; readonly requestId: string }
  | { readonly name: 'end-exemption'; readonly requestId: string }
  | { readonly name: 'read-impacts'; readonly requestId: string; readonly page: number }
  | { readonly name: 'deliver'; readonly deliveryId: string }
  | { readonly name: 'scan'; readonly why: string }
  /** Asks what changed about accounts. */
  | { readonly name: 'watch' }
  /** Wakes snoozes that are over, and escalates what nobody took care of. */
  | { readonly name: 'tend-findings' }
  /** Says how the tenant stands, when that is due. */
  | { readonly name: 'heartbeat' }
  /** Deletes what is closed and past its term. */
  | { readonly name: 'delete-past-term' }
  /** Looks whether accounts that can sign in have been signed in to with their own password. */
  | { readonly name: 'look-at-sign-ins' }
  /** Sends a finding or digest to the approvers' own chats. `untoldSince` (ISO 8601, UTC): nobody could be told, from then on. */
  | { readonly name: 'tell-approvers'; readonly subject: Subject; readonly untoldSince?: string };

export interface Jobs {
  /** Enqueues within the surrounding transaction, so that it commits or rolls back with it. */
  enqueue(job: Job, options?: { readonly afterMs?: number }): Promise<void>;
  /** Whether a job of this kind about the same thing waits, runs or is to be tried again. */
  isUnderWay(job: Job): Promise<boolean>;
  /** Runs now what waits of this kind: what it waits for may be there. */
  hasten(name: Job['name']): Promise<void>;
}

export interface Record {
  append(entry: RecordEntry): Promise<void>;
}

/** Exemptions within a transaction; one an account at most. What is read is locked until the transaction ends. */
export interface ExemptionsInWork {
  /** The one whose end was not dealt with yet; null when there is none. */
  running(objectId: string): Promise<Exemption | null>;
  /** The newest one, over or not; null when there never was one. */
  last(objectId: string): Promise<Exemption | null>;
  /** Those that this request put in force and whose end was not dealt with yet. */
  runningOf(requestId: string): Promise<readonly Exemption[]>;
  /** Those of these accounts whose end was not dealt with yet, by object id. */
  ofObjectIds(objectIds: readonly string[]): Promise<ReadonlyMap<string, Exemption>>;
  /** Puts it in force, in place of an earlier one of the same account. */
  put(exemption: Exemption): Promise<void>;
  /** Over from then on, and dealt with. */
  end(objectId: string, at: string): Promise<void>;
}

/** Blocks that were begun and have no outcome yet: who finds the account blocked afterwards knows that the bot may have done it. */
export interface WritesInWork {
  /** Noted before Microsoft is asked. */
  begin(requestId: string, objectId: string): Promise<void>;
  hasBegun(requestId: string, objectId: string): Promise<boolean>;
  /** Its outcome is recorded. */
  end(requestId: string, objectId: string): Promise<void>;
}

/** All doors within one transaction. */
export interface Work {
  readonly requests: RequestsInWork;
  readonly drafts: DraftsInWork;
  readonly exemptions: ExemptionsInWork;
  readonly writes: WritesInWork;
  readonly notices: NoticesInWork;
  readonly scans: Pick<Scans, 'publish' | 'refresh'>;
  readonly impacts: Pick<Impacts, 'keep'>;
  readonly findings: FindingsInWork;
  readonly digests: DigestsInWork;
  readonly lookUps: LookUpsInWork;
  readonly sightings: SightingsInWork;
  readonly subscriptions: SubscriptionsInWork;
  readonly watch: WatchInWork;
  readonly jobs: Jobs;
  readonly record: Record;
  readonly deliveries: Pick<Deliveries, 'add' | 'adopt' | 'touch' | 'touchAll' | 'turnBack' | 'ofSubject' | 'revive'>;
  readonly places: Pick<Places, 'remember' | 'admit' | 'postApprovals' | 'markGone'>;
  readonly installs: InstallsInWork;
  readonly retention: RetentionInWork;
}

/** What a person is about to ask for. */
export interface Drafts {
  /** Forgets those that are older than a day. */
  insert(draft: Draft): Promise<void>;
  load(id: string): Promise<Draft | null>;
}

export interface DraftsInWork {
  /** Locked until the transaction ends: of two presses of the same button the second finds what the first one made. */
  claim(id: string): Promise<Draft | null>;
  sent(id: string, requestId: string): Promise<void>;
  forget(id: string): Promise<void>;
}

export interface NoticesInWork {
  /** Locked until the transaction ends; null when there is none. */
  load(id: string): Promise<Notice | null>;
  /** Inserts it, or replaces the one with the same id by the next version. Returns its version. */
  put(notice: Notice): Promise<number>;
}

/** Runs work in one transaction: all of it happens, or none. */
export interface Ledger {
  transaction<T>(work: (doors: Work) => Promise<T>): Promise<T>;
}

/** Time and chance, handed in. */
export interface Clock {
  /** ISO 8601, UTC, with milliseconds. */
  now(): string;
}
export interface Ids {
  /** A short, speakable request id. */
  requestId(): string;
  /** An id that nobody can guess. */
  draftId(): string;
}
