// How long an unblock or exemption may last.
import { Refused } from '../failure.js';
import type { RequestAction } from './request.js';

/** What is shown first must leave somebody the time to decide it. */
const LEAST_MS = 300_000;
/** By the time it is sent, some of that may have gone by. */
const LEAST_LEFT_MS = 60_000;

interface Bounds {
  /** Milliseconds. */
  readonly longestMs: number;
  /** Whether it was shown before and is now sent. */
  readonly isSent: boolean;
}

/**
 * The end that is kept with the request; null for a block.
 * @param until ISO 8601, UTC; null when none was said
 * @throws Refused until-missing, until-past, until-too-far
 */
export function checkTerm(
  action: RequestAction,
  until: string | null,
  now: string,
  { longestMs, isSent }: Bounds,
): string | null {
  if (action === 'block') return null;
  if (until === null) throw new Refused({ kind: 'until-missing', action });
  const lasts = Date.parse(until) - Date.parse(now);
  const leastMs = isSent ? LEAST_LEFT_MS : LEAST_MS;
  if (!(lasts >= leastMs)) throw new Refused({ kind: 'until-past', until, leastMs });
  if (lasts > longestMs) throw new Refused({ kind: 'until-too-far', until, longestMs });
  return until;
}
