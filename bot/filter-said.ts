// Reads `all …`: the words for a verdict, types and a text in quotes at the beginning of a line; the rest is the reason.
import { type MailboxType, VERDICTS, type Verdict } from '../src/mailboxes/mailbox.js';
import { typeMeant } from './type-words.js';

/** What was said of it; at least one of the three. */
export interface FilterSaid {
  readonly verdict: Verdict | null;
  readonly types: readonly MailboxType[];
  readonly text: string | null;
}

export interface AllSaid {
  /** Null where `all` stood alone: then it may be the beginning of a name. */
  readonly filter: FilterSaid | null;
  readonly rest: string;
}

const ALL = /^all(?=$|[\s,])[\s,]*/iu;
const WORD = /^([\p{L}]+)(?=$|[\s,:;.])[\s,]*/u;
const BETWEEN = /^(?:and|or|plus)\s+/iu;
const NOISE = new Set(['the', 'mailbox', 'mailboxes']);
const TEXT = /^(?:(?:with|named|called|like)\s+)?"([^"]+)"(?=$|[\s,:;])[\s,:;]*/iu;
/** As much as `list` takes. */
const TEXT_LIMIT = 256;

/** Null for a line that does not begin with `all`. */
export function readAll(words: string): AllSaid | null {
  const begun = ALL.exec(words);
  if (begun === null) return null;
  let rest = words.slice(begun[0].length);
  let verdict: Verdict | null = null;
  const types: MailboxType[] = [];
  for (;;) {
    const said = nextWord(rest);
    if (said === null) break;
    if (said.verdict !== null) verdict = said.verdict;
    if (said.type !== null && !types.includes(said.type)) types.push(said.type);
    rest = said.rest;
  }
  const quoted = TEXT.exec(rest);
  const text = quoted?.[1]?.trim().slice(0, TEXT_LIMIT) ?? '';
  if (quoted !== null) rest = rest.slice(quoted[0].length);
  const isNothing = verdict === null && types.length === 0 && text === '';
  const filter = isNothing ? null : { verdict, types, text: text === '' ? null : text };
  return { filter, rest: rest.replace(/^[:;.\-–—\s]+/u, '') };
}

interface Said {
  readonly verdict: Verdict | null;
  readonly type: MailboxType | null;
  readonly rest: string;
}

/** The next word of a filter, also after an "and"; null where something else begins. */
function nextWord(words: string): Said | null {
  const after = words.replace(BETWEEN, '');
  const match = WORD.exec(after);
  const word = match?.[1]?.toLowerCase();
  if (match === null || word === undefined) return null;
  const verdict = VERDICTS.find((one) => one === word) ?? null;
  const type = typeMeant(word);
  const isNoise = NOISE.has(word) && after === words;
  return verdict === null && type === null && !isNoise ? null : { verdict, type, rest: after.slice(match[0].length) };
}
