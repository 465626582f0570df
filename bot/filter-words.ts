// Reads what a subscription is narrowed to: types, the least risk and kinds, in any order.
import type { FindingKind, Risk } from '../src/alerts/finding.js';
import type { SubscriptionFilter } from '../src/alerts/subscription.js';
import { Refused } from '../src/failure.js';
import type { MailboxType } from '../src/mailboxes/mailbox.js';
import { typeSaid } from './type-words.js';

const KIND_WORDS: Readonly<Record<string, readonly FindingKind[]>> = {
  new: ['new'],
  're-enabled': ['re-enabled'],
  reenabled: ['re-enabled'],
  converted: ['converted'],
  'never-blocked': ['never-blocked'],
  exemptions: ['exemption-worsened', 'exemption-ended'],
  'sign-ins': ['direct-sign-in'],
  checks: ['check-failed', 'check-partial'],
};

/** The least risk that is told. */
const RISK_WORDS: Readonly<Record<string, Risk>> = {
  highest: 'direct-sign-in',
  high: 'converted',
  lower: 'never-used',
  low: 'never-used',
};

const NOISE = new Set(['all', 'and', 'risk', 'mailboxes', 'only', 'with', 'from', 'up']);

const EXPECTED =
  'types (shared, rooms, equipment, bookings), a least risk (high, highest) or kinds (new, re-enabled, converted, never-blocked, exemptions, sign-ins, checks)';

/** Without words it narrows nothing. @throws Refused bad-argument for a word that names none of these */
export function readSubscriptionFilter(said: string): SubscriptionFilter {
  const types: MailboxType[] = [];
  const kinds: FindingKind[] = [];
  let minRisk: Risk | null = null;
  const words = said.toLowerCase().split(/[\s,]+/u);
  for (const word of words.filter((one) => one !== '' && !NOISE.has(one))) {
    const [type, risk, named] = [typeSaid(word), own(RISK_WORDS, word), own(KIND_WORDS, word)];
    if (type !== null) types.push(type);
    else if (risk !== undefined) minRisk = risk;
    else if (named !== undefined) kinds.push(...named);
    else throw new Refused({ kind: 'bad-argument', said: word, expected: EXPECTED });
  }
  return { types: unlessNone(types), kinds: unlessNone(kinds), minRisk };
}

function own<Value>(words: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

function unlessNone<Value>(values: readonly Value[]): readonly Value[] | null {
  return values.length === 0 ? null : [...new Set(values)];
}
