// What a person asks for, read from a typed line or from the fields of a card.
import { REASON_LIMIT } from '../src/approvals/reason.js';
import { MAILBOX_TYPES, VERDICTS } from '../src/mailboxes/mailbox.js';
import { oneOf, textOf } from './card-values.js';
import type { CardValues } from './command.js';
import { type FilterSaid, readAll } from './filter-said.js';
import { readTargets, type Targets } from './targets.js';

export interface AskInput extends Targets {
  /** What `all …` was narrowed by, instead of names; null where mailboxes are named. */
  readonly filter: FilterSaid | null;
  /** Whether the line begins with `all` and nothing says which. */
  readonly isAll: boolean;
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

/** Names or `all …` first, then the reason, with the end anywhere in it. */
export function askFromText(text: string): AskInput {
  const isFirst = URGENT.test(text);
  const words = text.replace(URGENT, '');
  const all = readAll(words);
  const filter = all?.filter ?? null;
  const { named, rest } = all === null || filter === null ? readTargets(words) : { named: [], rest: all.rest };
  const isNext = (named.length > 0 || filter !== null) && URGENT.test(rest);
  return {
    ...{ named, filter, isAll: all !== null && filter === null, term: null, owner: null },
    rest: isNext ? rest.replace(URGENT, '') : rest,
    isUrgent: isFirst || isNext,
  };
}

/** One mailbox, or all that fit the filter of a list. */
export function askFromCard(values: CardValues): AskInput {
  const mailbox = textOf(values, 'mailbox', 320);
  const said = {
    verdict: oneOf(values, 'verdict', VERDICTS),
    types: [oneOf(values, 'type', MAILBOX_TYPES)].filter((type) => type !== null),
    text: textOf(values, 'text', 256) || null,
  };
  const isFilter = mailbox === '' && (said.verdict !== null || said.types.length > 0 || said.text !== null);
  return {
    named: mailbox === '' ? [] : [mailbox],
    filter: isFilter ? said : null,
    isAll: false,
    rest: textOf(values, 'reason', REASON_LIMIT * 4),
    term: textOf(values, 'until', 100),
    owner: textOf(values, 'owner', OWNER_LIMIT) || null,
    isUrgent: textOf(values, 'urgent', 8) === 'true',
  };
}
