// What the tables of the outbox are changed with.
import type { Db } from './db.js';
import type { JobQueue } from './jobs/enqueue.js';

/** What deliveries are changed with: one connection, and the queue that commits with it. */
export interface Outbox {
  readonly tx: Db;
  readonly jobs: JobQueue;
}
