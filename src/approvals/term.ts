// How long an unblock or exemption may last.
import { Refused } from '../failure.js';
import type { RequestAction } from './request.js';

const DAY_MS = 86_400_000;
/** Less than this is over before anybody could decide. */
const LEAST_MS = 300_000;

/**
 * The end that is kept with the request; null for a block.
 * @param until ISO 8601, UTC; null when none was said
 * @throws Refused until-missing, until-past, until-too-far
 */
export function checkTerm(action: RequestAction, until: string | null, now: string, longestMs: number): string | null {
  if (action === 'block') return null;
  if (until === null) throw new Refused({ kind: 'until-missing', action });
  const lasts = Date.parse(until) - Date.parse(now);
  if (!(lasts >= LEAST_MS)) throw new Refused({ kind: 'until-past', until });
  if (lasts > longestMs) {
    throw new Refused({ kind: 'until-too-far', until, limitDays: Math.floor(longestMs / DAY_MS) });
  }
  return until;
}
