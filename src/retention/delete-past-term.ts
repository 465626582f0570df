// Deletes what is closed and past its term, a little at a time, and records how much it was.
import type { Clock, Ledger } from '../approvals/ports.js';
import type { Deleted } from './ports.js';

export interface RetentionDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Milliseconds. */
  readonly termMs: number;
  /** Rows of each kind in one transaction: others wait for no longer than that takes. */
  readonly most?: number;
}

const MOST = 200;

/**
 * Each transaction has its own entry in the record: what was deleted is recorded, or was not deleted.
 * @param signal ends it after the transaction that runs; the next run goes on
 * @returns how many rows were deleted
 */
export async function deletePastTerm(
  { ledger, clock, termMs, most = MOST }: RetentionDoors,
  signal?: AbortSignal,
): Promise<number> {
  for (let total = 0; ; ) {
    const deleted = await ledger.transaction(async (work) => {
      const { before, deleted } = await work.retention.deletePast(termMs, most);
      if (sum(deleted) > 0) {
        await work.record.append({
          ...{ event: 'retention.deleted', at: clock.now(), actor: { kind: 'bot' }, requestId: null, mailbox: null },
          ...{ microsoftRequestId: null, correlationId: null, detail: { before, ...deleted } },
        });
      }
      return sum(deleted);
    });
    total += deleted;
    if (deleted === 0 || signal?.aborted === true) return total;
  }
}

function sum(deleted: Deleted): number {
  return Object.values(deleted).reduce((total: number, rows: number) => total + rows, 0);
}
