// The settings of what is told about findings.
import type { EnvReader } from './env-reader.js';

export interface AlertConfig {
  /** Milliseconds until a finding that nobody took care of is told to the approvers. */
  readonly escalationMs: number;
  /** More new findings than this at one time are told as one digest. */
  readonly flood: number;
  /** Accounts whose own sign-ins are asked for after each scan, at most. */
  readonly signInLooks: number;
}

export function readAlerts(env: EnvReader): AlertConfig {
  const escalation = {
    name: 'ESCALATION_AFTER',
    purpose: 'when a finding nobody took care of is told to the approvers',
  };
  const flood = { name: 'ALERT_FLOOD', purpose: 'how many new findings at a time are still told one by one' };
  const looks = {
    name: 'SIGN_IN_LOOKS',
    purpose: 'how many accounts are looked at for direct sign-ins after each scan',
  };
  return {
    escalationMs: env.duration(escalation, 'PT4H'),
    flood: env.wholeNumber(flood, { least: 1, most: 1000, fallback: 10 }),
    signInLooks: env.wholeNumber(looks, { least: 0, most: 800, fallback: 100 }),
  };
}
