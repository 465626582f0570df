// Sees what each transaction committed: the requests' new versions, the entries beside them, the jobs they asked for.
import type { Ledger, Work } from '../../src/approvals/ports.js';
import type { Request } from '../../src/approvals/request.js';
import type { RecordEntry } from '../../src/audit/entry.js';
import type { JobDesk, Planned } from './job-desk.js';

/** One transaction that committed. */
export interface Commit {
  /** New versions, in order; a request that was just made has none before it. */
  readonly versions: readonly Request[];
  readonly entries: readonly RecordEntry[];
  readonly planned: readonly Planned[];
}

export interface WitnessDoors {
  readonly ledger: Ledger;
  readonly desk: JobDesk;
  now(): number;
  /** Whether this transaction is lost at its very end. Asked once each. */
  isLost(): boolean;
  saw(commit: Commit): void;
}

/** The store's ledger with jobs at the desk, and somebody who looks on. */
export function witnessed({ ledger, desk, now, isLost, saw }: WitnessDoors): Ledger {
  return {
    async transaction(work) {
      const versions: Request[] = [];
      const entries: RecordEntry[] = [];
      const planned: Planned[] = [];
      const jobs: Work['jobs'] = {
        enqueue: async (job, { afterMs = 0 } = {}) => void planned.push({ job, dueAt: now() + Math.max(0, afterMs) }),
        isUnderWay: async (job) => desk.has(job),
        hasten: async () => undefined,
      };
      const result = await ledger.transaction(async (doors) => {
        for (const seen of [versions, entries, planned]) seen.length = 0;
        const done = await work({
          ...doors,
          jobs,
          requests: {
            ...doors.requests,
            async insert(request) {
              await doors.requests.insert(request);
              versions.push(request);
            },
            async replace(next) {
              const won = await doors.requests.replace(next);
              if (won) versions.push(next);
              return won;
            },
          },
          record: {
            async append(entry) {
              entries.push(entry);
              await doors.record.append(entry);
            },
          },
        });
        if (isLost()) throw new Error('The database went away before the commit.');
        return done;
      });
      desk.add(planned);
      saw({ versions, entries, planned });
      return result;
    },
  };
}
