// The store as the rest of the bot sees it: every door to what is kept, whatever engine stands behind them.
import type { Findings, Subscriptions, WatchBook } from '../alerts/ports.js';
import type { Drafts, Job, Jobs, Ledger, Record, Requests } from '../approvals/ports.js';
import type { RecordEntry } from '../audit/entry.js';
import type { AuditBook } from '../audit/ports.js';
import type { FileOffers } from '../delivery/file-offer.js';
import type { Installs } from '../delivery/installs.js';
import type { Notice } from '../delivery/notice.js';
import type { Deliveries, Places } from '../delivery/ports.js';
import type { Impacts } from '../mailboxes/impact.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import type { Scans } from '../mailboxes/scan.js';
import type { Whole } from './copy/pieces.js';

/** Exemptions as the verdict needs them. */
export interface Exemptions {
  /** Exemptions of these accounts whose end was not dealt with yet; the verdict compares the end date itself. */
  ofObjectIds(objectIds: readonly string[]): Promise<readonly Exemption[]>;
  /** Those whose end was not dealt with yet, the next one first. */
  running(): Promise<readonly Exemption[]>;
  /** The newest of an account, over or not; null when there never was one. */
  last(objectId: string): Promise<Exemption | null>;
}

/** What the bot says by itself, to be rendered. */
export interface Notices {
  load(id: string): Promise<{ readonly version: number; readonly notice: Notice } | null>;
}

/** An entry of the record with its place in the chain. */
export interface RecordedEntry extends RecordEntry {
  /** 1 for the first entry; no number is ever missing. */
  readonly seq: number;
  /** Lower-case hexadecimal SHA-256 that seals this entry and all before it. */
  readonly hash: string;
}

/** Where to go on reading: entries older than `before`; null starts at the newest. */
export interface RecordPage {
  readonly before: number | null;
  readonly limit: number;
}

/** The record: appended to by everyone, read newest first. */
export interface RecordBook extends Record {
  ofRequest(requestId: string, page: RecordPage): Promise<readonly RecordedEntry[]>;
  /** What happened to this account, and to the requests that name it as a whole. */
  ofMailbox(objectId: string, page: RecordPage): Promise<readonly RecordedEntry[]>;
  newest(page: RecordPage): Promise<readonly RecordedEntry[]>;
}

export type JobName = Job['name'];
export type JobOf<N extends JobName> = Extract<Job, { readonly name: N }>;

/** What a handler knows about the run it is in. */
export interface JobRun {
  /** 1 for the first run of this job. */
  readonly attempt: number;
  /** True when a failure now sends the job to the dead letters. */
  readonly lastAttempt: boolean;
  /** Aborted when the store closes, the job's time is up, or another worker has taken the job over. */
  readonly signal: AbortSignal;
}

/** Runs one job; a throw means "again later", with growing pauses, until the attempts are used up. */
export type JobHandler<N extends JobName> = (job: JobOf<N>, run: JobRun) => Promise<void>;
export type JobHandlers = { readonly [N in JobName]: JobHandler<N> };

/** Hears of a job whose attempts are used up; a throw is tried again like any job. */
export type DeadJobHandler = (job: Job, why: string) => Promise<void>;

/** Kinds of jobs that go on for ever; there is one of each. */
export const REPEATING = ['scan', 'watch', 'tend-findings', 'heartbeat', 'delete-past-term'] as const;
export type RepeatingName = (typeof REPEATING)[number];

/** A job that goes on for ever: every run plans the next one before it starts, so a crash cannot break the chain. */
export interface RepeatingJob {
  readonly job: JobOf<RepeatingName>;
  readonly everyMs: number;
}

export interface StartJobsOptions {
  readonly onDead?: DeadJobHandler;
  readonly repeat?: readonly RepeatingJob[];
}

type Counts = { readonly [name: string]: number };

/** How the store stands, in numbers. */
export interface Figures {
  /** By state. */
  readonly requests: Counts;
  readonly deliveries: Counts;
  /** Of the latest scan, by verdict. */
  readonly mailboxes: Counts;
  /** Open ones by kind. */
  readonly findings: Counts;
  /** That are still to be done. */
  readonly jobs: readonly { readonly queue: string; readonly state: string; readonly count: number }[];
  readonly recordEntries: number;
  /** Milliseconds by the database's clock; null: never. */
  readonly completeScanMs: number | null;
  readonly answeredMs: number | null;
}

export interface Store {
  readonly engine: 'embedded' | 'postgres';
  readonly scans: Scans;
  readonly requests: Requests;
  readonly record: RecordBook;
  /** For sealing the record and telling it beyond the store. */
  readonly audit: AuditBook;
  readonly deliveries: Deliveries;
  readonly places: Places;
  readonly exemptions: Exemptions;
  readonly drafts: Drafts;
  readonly fileOffers: FileOffers;
  readonly notices: Notices;
  readonly installs: Installs;
  readonly impacts: Impacts;
  readonly findings: Findings;
  readonly subscriptions: Subscriptions;
  readonly watch: WatchBook;
  /** Everything within it commits or rolls back together. Only the doors it hands out may be used inside. */
  readonly ledger: Ledger;
  /** Enqueues outside of any transaction. */
  readonly jobs: Jobs;
  /** Starts the workers of this process, once. */
  startJobs(handlers: JobHandlers, options?: StartJobsOptions): Promise<void>;
  /** Starts a worker for one kind of job only. */
  work<N extends JobName>(name: N, handler: JobHandler<N>): Promise<void>;
  /** Whether the database answers within two seconds. Never throws. */
  healthy(): Promise<boolean>;
  figures(): Promise<Figures>;
  /** How many migrations the tables have seen: another instance may be newer. */
  migrations(): Promise<{ readonly applied: number; readonly known: number }>;
  /** Everything as it is at one moment, into a file. @throws Error with a sentence where the file is there already */
  backUp(file: string): Promise<Whole>;
  /** Lets running jobs finish (at most 3.5 s) and takes no new ones. Safe to call twice. */
  stopJobs(): Promise<void>;
  /** Stops the jobs, then closes. Safe to call twice. */
  close(): Promise<void>;
}
