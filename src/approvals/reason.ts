// What counts as a reason: something said, of a bearable length, in the shape the tenant demands.
import { Refused } from '../failure.js';

/** Most characters of a reason; also the bound within which the tenant's pattern is run. */
export const REASON_LIMIT = 500;

/** What a tenant demands of reasons. */
export interface ReasonPattern {
  readonly source: string;
  test(text: string): boolean;
}

/**
 * The reason as it is kept: white space folded.
 * @throws Refused reason-missing, too-long, reason-pattern
 */
export function checkReason(said: string, pattern: ReasonPattern | null): string {
  const reason = said.replace(/\s+/gu, ' ').trim();
  if (reason === '') throw new Refused({ kind: 'reason-missing' });
  if (reason.length > REASON_LIMIT) throw new Refused({ kind: 'too-long', what: 'The reason', limit: REASON_LIMIT });
  if (pattern !== null && !pattern.test(reason)) throw new Refused({ kind: 'reason-pattern', pattern: pattern.source });
  return reason;
}
