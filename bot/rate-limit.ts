// Keeps one person from occupying the bot: a small allowance that fills again with time.
import { Refused } from '../src/failure.js';

export interface Allowance {
  /** How many a person may send at once. */
  readonly atOnce: number;
  /** How many of them come back per second. */
  readonly perSecond: number;
}

export const COMMANDS: Allowance = { atOnce: 30, perSecond: 1 };
/** A field that searches asks at each keystroke; nobody types faster than this for long. */
export const SEARCHES: Allowance = { atOnce: 60, perSecond: 6 };
/** People remembered at most; the longest silent ones are forgotten first. */
const PEOPLE = 10_000;

export interface RateLimit {
  /** Takes one from the person's allowance. @throws Refused rate-limited */
  take(objectId: string): void;
}

/** `now` in milliseconds. */
export function createRateLimit(now: () => number, { atOnce, perSecond }: Allowance): RateLimit {
  const allowances = new Map<string, { left: number; at: number }>();
  return {
    take(objectId) {
      const at = now();
      const before = allowances.get(objectId) ?? { left: atOnce, at };
      const left = Math.min(atOnce, before.left + ((at - before.at) / 1000) * perSecond);
      allowances.delete(objectId);
      allowances.set(objectId, { left: Math.max(0, left - 1), at });
      const oldest = allowances.keys().next().value;
      if (allowances.size > PEOPLE && oldest !== undefined) allowances.delete(oldest);
      if (left < 1) {
        throw new Refused({ kind: 'rate-limited', retryAfterSeconds: Math.ceil((1 - left) / perSecond) });
      }
    },
  };
}
