// Who is in the approvers group, read at most once in a few seconds however many requests are made.
import type { Approver } from '../src/approvals/approver.js';

export interface Approvers {
  /**
   * All members, through nested groups, as they were a few seconds ago at most: enough to know whom to tell, never to
   * let somebody decide. @throws Refused upstream-*
   */
  lately(correlationId: string): Promise<readonly Approver[]>;
  /** As they are now. @throws Refused upstream-* */
  afresh(correlationId: string): Promise<readonly Approver[]>;
}

export interface ApproversDoors {
  read(correlationId: string): Promise<readonly Approver[]>;
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number;
}

/** How long an answer, or that there was none, is good for. */
export const KEEP_MS = 5000;

interface Asked {
  readonly answer: Promise<readonly Approver[]>;
  /** Null while it is under way. */
  settledAt: number | null;
}

/** Questions that come together share one answer; so do those that come while Entra gives none. */
export function createApprovers({ read, elapsed }: ApproversDoors): Approvers {
  let last: Asked | null = null;
  const ask = (correlationId: string): Asked => {
    const asked: Asked = { answer: read(correlationId), settledAt: null };
    const settle = (): void => {
      asked.settledAt = elapsed();
    };
    asked.answer.then(settle, settle);
    return asked;
  };
  const isGood = ({ settledAt }: Asked): boolean => settledAt === null || elapsed() - settledAt < KEEP_MS;
  return {
    async lately(correlationId) {
      if (last === null || !isGood(last)) last = ask(correlationId);
      return last.answer;
    },
    async afresh(correlationId) {
      last = ask(correlationId);
      return last.answer;
    },
  };
}
