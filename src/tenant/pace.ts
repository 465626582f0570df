// Keeps calls under a published limit: no more than so many within any window of time.
import { Refused } from '../failure.js';
import type { TenantDoors } from './doors.js';

export interface Limit {
  readonly calls: number;
  readonly windowMs: number;
  /** Longest wait for a turn; beyond it the caller is told to come back. */
  readonly patienceMs: number;
}

/** Entra: 3,000 writes within 150 s per app and tenant ("Throttling limits", identity and access). A tenth is left to others. */
export const WRITE_LIMIT: Limit = { calls: 2700, windowMs: 150_000, patienceMs: 30_000 };
/** Entra: 5 requests within 10 s per app and tenant for sign-in and audit reports. A second more, for they arrive unevenly. */
export const REPORT_LIMIT: Limit = { calls: 5, windowMs: 11_000, patienceMs: 20_000 };

export interface Pace {
  /** Resolves when one more call is within the limit. @throws Refused rate-limited when that takes longer than the limit's patience */
  turn(): Promise<void>;
}

/** Counts calls in a sliding window, so that no burst at the edge of two windows exceeds the limit. */
export function createPace(limit: Limit, doors: TenantDoors): Pace {
  let granted: readonly number[] = [];
  return {
    turn: async () => {
      const now = doors.now();
      granted = granted.filter((at) => at > now - limit.windowMs);
      const blocking = granted.at(-limit.calls);
      const at = blocking === undefined ? now : Math.max(now, blocking + limit.windowMs);
      const waitMs = at - now;
      if (waitMs > limit.patienceMs) {
        throw new Refused({ kind: 'rate-limited', retryAfterSeconds: Math.ceil(waitMs / 1000) });
      }
      granted = [...granted, at];
      if (waitMs > 0) await doors.sleep(waitMs);
    },
  };
}
