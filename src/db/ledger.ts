// One transaction over requests, jobs, deliveries and the record: all of it happens, or none.
import type { Clock, Ledger } from '../approvals/ports.js';
import type { RecordEntry } from '../audit/entry.js';
import { lockUntilCommit } from './advisory-locks.js';
import type { Db } from './db.js';
import { deliveriesOn } from './deliveries.js';
import { digestsInWork } from './digests.js';
import { draftsInWork } from './drafts.js';
import { exemptionsInWork } from './exemptions.js';
import { findingsInWork } from './findings-in-work.js';
import { impactsOn } from './impacts.js';
import { installsInWork } from './installs.js';
import type { JobQueue } from './jobs/enqueue.js';
import { lookUpsInWork } from './look-ups.js';
import { noticesInWork } from './notices.js';
import { retentionInWork } from './past-term.js';
import { placesOn } from './places.js';
import { appendAll } from './record.js';
import { requestsOn } from './requests.js';
import { scansOn } from './scans.js';
import { sightingsInWork } from './sightings.js';
import { subscriptionsInWork } from './subscriptions.js';
import { watchInWork } from './watch-book.js';
import { writesInWork } from './writes.js';

/**
 * `jobsOf` gives the queue that commits with a connection; `appended` is called after a commit that recorded something.
 * @param clock the one that scans are timed with
 */
export function ledgerOn(
  db: Db,
  jobsOf: (tx: Db) => JobQueue,
  appended: () => void = () => undefined,
  clock: Clock | null = null,
): Ledger {
  return {
    async transaction(work) {
      const entries: RecordEntry[] = [];
      const result = await db.transaction(async (tx) => {
        const done = await work({
          requests: { ...requestsOn(tx), lockCreation: () => lockUntilCommit(tx, 'creation') },
          drafts: draftsInWork(tx),
          exemptions: exemptionsInWork(tx),
          writes: writesInWork(tx),
          notices: noticesInWork(tx),
          places: placesOn(tx),
          installs: installsInWork(tx),
          scans: scansOn(tx, clock),
          impacts: impactsOn(tx),
          findings: findingsInWork(tx),
          digests: digestsInWork(tx),
          lookUps: lookUpsInWork(tx),
          sightings: sightingsInWork(tx),
          subscriptions: subscriptionsInWork(tx),
          watch: watchInWork(tx),
          retention: retentionInWork(tx),
          jobs: jobsOf(tx),
          deliveries: deliveriesOn(tx, jobsOf),
          record: {
            async append(entry) {
              entries.push(entry);
            },
          },
        });
        // Last, because everybody else who records waits from here to the commit, and so that no two can deadlock.
        await appendAll(tx, entries);
        return done;
      });
      if (entries.length > 0) appended();
      return result;
    },
  };
}
