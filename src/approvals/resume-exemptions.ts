// Makes sure that every exemption in force has its end before it, whatever became of the job.
import type { Exemption } from '../mailboxes/mailbox.js';
import { noticeIdOf } from './exemption-notice.js';
import { planEnd } from './exemption-term.js';
import type { Clock, Ledger } from './ports.js';

export interface ResumeDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly exemptionWarningMs: number;
  /** Those whose end was not dealt with yet. */
  running(): Promise<readonly Exemption[]>;
}

/** Plans every end and warning that is missing; returns how many jobs that were. Safe to call at any time. */
export async function resumeExemptions({ ledger, clock, exemptionWarningMs, running }: ResumeDoors): Promise<number> {
  const byRequest = new Map((await running()).map((one) => [one.requestId, one]));
  let planned = 0;
  for (const one of byRequest.values()) {
    planned += await ledger.transaction(async (work) => {
      const isWarned = (await work.notices.load(noticeIdOf(one.requestId))) !== null;
      // What was warned of needs no second warning.
      return planEnd(one, clock.now(), isWarned ? Number.POSITIVE_INFINITY : exemptionWarningMs, work);
    });
  }
  return planned;
}
