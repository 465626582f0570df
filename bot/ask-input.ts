// What a person asks for, read from a typed line or from the fields of a card.
import { REASON_LIMIT } from '../src/approvals/reason.js';
import { textOf } from './card-values.js';
import type { CardValues } from './command.js';
import { readTargets, type Targets } from './targets.js';

export interface AskInput extends Targets {
  /** The field for the end, where a card has one; null for typed words, which hold it themselves. */
  readonly term: string | null;
  /** The field for the owner, where a card has one and somebody is named in it. */
  readonly owner: string | null;
  readonly isUrgent: boolean;
}

/** Longest user principal name there is. */
const OWNER_LIMIT = 320;

/** `block a@x urgent …`: the word stands before the names or right after them. */
const URGENT = /^urgent(?=$|[\s,:!])[\s,:!]*/iu;

/** Names first, then the reason, with the end anywhere in it. */
export function askFromText(text: string): AskInput {
  const isFirst = URGENT.test(text);
  const { named, rest } = readTargets(text.replace(URGENT, ''));
  const isNext = named.length > 0 && URGENT.test(rest);
  return {
    named,
    rest: isNext ? rest.replace(URGENT, '') : rest,
    term: null,
    owner: null,
    isUrgent: isFirst || isNext,
  };
}

/** One mailbox, or several with commas between their ids. */
export function askFromCard(values: CardValues): AskInput {
  const named = textOf(values, 'mailbox', 40_000)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const rest = textOf(values, 'reason', REASON_LIMIT * 4);
  const owner = textOf(values, 'owner', OWNER_LIMIT);
  const isUrgent = textOf(values, 'urgent', 8) === 'true';
  return { named, rest, term: textOf(values, 'until', 100), owner: owner === '' ? null : owner, isUrgent };
}
