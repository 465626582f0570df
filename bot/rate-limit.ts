// Keeps one person from occupying the bot: a small allowance that fills again with time.
import { Refused } from '../src/failure.js';

/** Commands a person may send at once, and how many come back per second. */
const BURST = 30;
const PER_SECOND = 1;
/** People remembered at most; the longest silent ones are forgotten first. */
const PEOPLE = 10_000;

export interface RateLimit {
  /** Takes one from the person's allowance. @throws Refused rate-limited */
  take(objectId: string): void;
}

/** `now` in milliseconds. */
export function createRateLimit(now: () => number): RateLimit {
  const allowances = new Map<string, { left: number; at: number }>();
  return {
    take(objectId) {
      const at = now();
      const before = allowances.get(objectId) ?? { left: BURST, at };
      const left = Math.min(BURST, before.left + ((at - before.at) / 1000) * PER_SECOND);
      allowances.delete(objectId);
      allowances.set(objectId, { left: Math.max(0, left - 1), at });
      const oldest = allowances.keys().next().value;
      if (allowances.size > PEOPLE && oldest !== undefined) allowances.delete(oldest);
      if (left < 1) {
        throw new Refused({ kind: 'rate-limited', retryAfterSeconds: Math.ceil((1 - left) / PER_SECOND) });
      }
    },
  };
}
