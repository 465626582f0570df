// Keeps calls under a published limit: no more than so many within any window of time.
import { Refused } from '../failure.js';
import type { TenantDoors } from './doors.js';

export interface Limit {
  readonly calls: number;
  readonly windowMs: number;
  /** Longest wait for a turn; beyond it the caller is told to come back. */
  readonly patienceMs: number;
  /** How many of these are left to calls that a person waits for; none when left out. */
  readonly forPeople?: number;
}

/** Entra: 3,000 writes within 150 s per app and tenant ("Throttling limits", identity and access). A tenth is left to others. */
export const WRITE_LIMIT: Limit = { calls: 2700, windowMs: 150_000, patienceMs: 30_000 };
/** Entra: 5 requests within 10 s per app and tenant for sign-in and audit reports. A second more, for they arrive unevenly. */
export const REPORT_LIMIT: Limit = { calls: 5, windowMs: 11_000, patienceMs: 20_000, forPeople: 2 };

/** Whether a person waits for the answer, or nobody does. */
export type Haste = 'person' | 'background';

export interface Pace {
  /**
   * Resolves when one more call is within the limit.
   * @param haste `person` when left out
   * @throws Refused rate-limited when that takes longer than the limit's patience
   */
  turn(haste?: Haste): Promise<void>;
}

/** Nobody waits for it: it may take longer, but not for ever. */
const BACKGROUND_PATIENCE = 5;

/**
 * Counts calls in a sliding window, so that no burst at the edge of two windows exceeds the limit. What runs in the background
 * leaves some of it to people, and a person does not wait behind turns that were given to it for later.
 */
export function createPace(limit: Limit, doors: TenantDoors): Pace {
  let granted: readonly number[] = [];
  return {
    turn: async (haste = 'person') => {
      const now = doors.now();
      granted = granted.filter((at) => at > now - limit.windowMs);
      const isWaitedFor = haste === 'person';
      const calls = limit.calls - (isWaitedFor ? 0 : (limit.forPeople ?? 0));
      const at = firstTurn(granted, now, calls, limit.windowMs);
      const waitMs = at - now;
      if (waitMs > limit.patienceMs * (isWaitedFor ? 1 : BACKGROUND_PATIENCE)) {
        throw new Refused({ kind: 'rate-limited', retryAfterSeconds: Math.ceil(waitMs / 1000) });
      }
      granted = [...granted, at].sort((one, other) => one - other);
      if (waitMs > 0) await doors.sleep(waitMs);
    },
  };
}

/** The first moment from now on at which one more call fits: room comes when an earlier one leaves the window. */
function firstTurn(granted: readonly number[], now: number, calls: number, windowMs: number): number {
  const moments = [now, ...granted.map((at) => at + windowMs).filter((at) => at > now)];
  return (
    moments.find((at) =>
      fits(
        [...granted, at].sort((one, other) => one - other),
        at,
        calls,
        windowMs,
      ),
    ) ?? now
  );
}

/** Whether no window that this call is in holds more calls than that. */
function fits(turns: readonly number[], at: number, calls: number, windowMs: number): boolean {
  return turns.every((first, index) => {
    const last = turns[index + calls];
    return last === undefined || first > at || last < at || last - first >= windowMs;
  });
}
