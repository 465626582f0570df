// The doors that approvals are handed: where requests are kept, what is recorded, what happens next.
import type { RecordEntry } from '../audit/entry.js';
import type { Deliveries } from '../delivery/ports.js';
import type { Request } from './request.js';

export interface Requests {
  insert(request: Request): Promise<void>;
  load(id: string): Promise<Request | null>;
  /** Compare-and-set: writes `next` (whose version is one higher) only over the version before it; false when another was faster. */
  replace(next: Request): Promise<boolean>;
  /** Newest first; the open ones (pending, approved, applying) before the final ones. */
  page(
    page: number,
    pageSize: number,
  ): Promise<{ readonly rows: readonly Request[]; readonly total: number; readonly open: number }>;
  /** Mailboxes in requests made since then that were not denied, withdrawn or expired. */
  itemsAskedSince(isoTime: string): Promise<number>;
  /** Open requests that name any of these accounts. */
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
  | { readonly name: 'apply-request'; readonly requestId: string }
  | { readonly name: 'verify-request'; readonly requestId: string; readonly attempt: number }
  | { readonly name: 'expire-request'; readonly requestId: string }
  | { readonly name: 'deliver'; readonly deliveryId: string }
  | { readonly name: 'scan'; readonly why: string };

export interface Jobs {
  /** Enqueues within the surrounding transaction, so that it commits or rolls back with it. */
  enqueue(job: Job, options?: { readonly afterMs?: number }): Promise<void>;
  /** Whether a job of this kind about the same thing waits, runs or is to be tried again. */
  isUnderWay(job: Job): Promise<boolean>;
}

export interface Record {
  append(entry: RecordEntry): Promise<void>;
}

/** All doors within one transaction. */
export interface Work {
  readonly requests: RequestsInWork;
  readonly jobs: Jobs;
  readonly record: Record;
  readonly deliveries: Pick<Deliveries, 'add' | 'touch'>;
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
}
