// Settings of requests: who must approve, how long each step may take, how much may be asked for.
import type { RequestSettings } from '../approvals/create-request.js';
import type { EnvReader, Variable } from './env-reader.js';
import { readReasonPattern } from './reason-pattern.js';

/** What bounds a request, but for the mode, which is the whole bot's. */
export type ApprovalConfig = Omit<RequestSettings, 'mode'>;

/** @throws nothing: what is wrong is noted in `env` and said with all the rest */
export function readApprovals(env: EnvReader): ApprovalConfig {
  const rules = readRules(env);
  return { ...rules, ...readTerms(env, rules.ttlMs) };
}

type Terms = Pick<
  ApprovalConfig,
  'urgentTtlMs' | 'urgentRepeatMs' | 'longestExemptionMs' | 'exemptionWarningMs' | 'revokeSessions'
>;

/** Shorter exemptions than this are not asked for: they would be over before anybody could decide. */
const SHORTEST_LIMIT_MS = 300_000;

function readTerms(env: EnvReader, ttlMs: number): Terms {
  const urgent = { name: 'URGENT_TTL', purpose: 'how long an undecided urgent request stays open' };
  const repeat = { name: 'URGENT_REPEAT', purpose: 'how often approvers are paged for an urgent request' };
  const longest = { name: 'MAX_EXEMPTION', purpose: 'how long an exemption may last' };
  const warning = { name: 'EXEMPTION_WARNING', purpose: 'how long before the end of an exemption its owner is warned' };
  const revoke = { name: 'REVOKE_SESSIONS', purpose: 'whether a block also ends the sessions that are open' };
  const urgentTtlMs = atMost(env, urgent, 'PT30M', { most: ttlMs, expected: 'no longer time than REQUEST_TTL' });
  const longestExemptionMs = env.duration(longest, 'P180D');
  if (longestExemptionMs < SHORTEST_LIMIT_MS) env.bad(longest, 'five minutes at least');
  return {
    urgentTtlMs,
    urgentRepeatMs: atMost(env, repeat, 'PT5M', { most: urgentTtlMs / 2, expected: 'half of URGENT_TTL at most' }),
    longestExemptionMs,
    // A term is warned of when it is more than twice as long as the warning; else no term would be.
    exemptionWarningMs: atMost(env, warning, 'P7D', {
      most: Math.floor(longestExemptionMs / 4),
      expected: 'a quarter of MAX_EXEMPTION at most',
    }),
    revokeSessions: env.oneOf(revoke, ['off', 'on'], 'off') === 'on',
  };
}

/** A duration that makes sense below another one only: a default gives way to it, what somebody set is a mistake. */
function atMost(
  env: EnvReader,
  variable: Variable,
  fallback: string,
  { most, expected }: { readonly most: number; readonly expected: string },
): number {
  const length = env.duration(variable, fallback);
  if (length <= most) return length;
  if (env.optional(variable.name) !== null) env.bad(variable, expected);
  return most;
}

function readRules(env: EnvReader): Omit<ApprovalConfig, keyof Terms> {
  const quorum = { name: 'APPROVALS_REQUIRED', purpose: 'how many people must approve a request' };
  const ttl = { name: 'REQUEST_TTL', purpose: 'how long an undecided request stays open' };
  const execution = { name: 'EXECUTION_TTL', purpose: 'how long an approved request may wait or run' };
  const each = { name: 'MAX_MAILBOXES_PER_REQUEST', purpose: 'the most mailboxes in one request' };
  const day = { name: 'MAX_BLOCKS_PER_DAY', purpose: 'the most mailboxes asked for in 24 hours' };
  return {
    quorum: env.wholeNumber(quorum, { least: 1, most: 20, fallback: 1 }),
    ttlMs: env.duration(ttl, 'PT24H'),
    executionMs: env.duration(execution, 'PT1H'),
    reasonPattern: readReasonPattern(env, { name: 'REASON_PATTERN', purpose: 'what a reason must match' }),
    maxMailboxes: env.wholeNumber(each, { least: 1, most: 1000, fallback: 100 }),
    maxPerDay: env.wholeNumber(day, { least: 1, most: 1_000_000, fallback: 1000 }),
  };
}
