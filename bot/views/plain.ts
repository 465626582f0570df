// Makes text from outside safe to show: visible, short, on one line, and read by nothing as markup or template.

/** Longest name or address shown, in characters; Exchange allows 256. */
const NAME_LIMIT = 128;
/** Marks stacked on one letter beyond these only hide the lines above and below. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;
/** Controls, lone surrogates and format characters (bidi overrides, zero width, tags), but for the joiners scripts and emoji need. */
const INVISIBLE = /[\p{Cs}\p{Cc}]|(?![\u200c\u200d])\p{Cf}/gu;
/** Blank though they count as letters. */
const BLANK = /^(?:[\s\u115f\u1160\u2800\u3164\uffa0\p{M}]|\u200c|\u200d)*$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Kilobytes are what a card is short of, and scripts differ in them: half as many again as characters is room for any name a line can hold. */
const bytesFor = (limit: number): number => Math.floor(limit * 1.5);

/**
 * Text from outside as it may stand on a card: white space folded, invisible characters gone, at most `limit` characters and `bytes`
 * of UTF-8, with … at the cut. `{{` and `${` are broken with a space: Teams reads the first as a date function, templating the second
 * as an expression. Markdown is left alone: such text goes into TextRuns only, where nobody reads it as markup.
 */
export function plain(text: string, limit = NAME_LIMIT, bytes = bytesFor(limit)): string {
  const folded = text
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(STACKED_MARKS, '$1')
    .replace(/([{$])(?=\{)/gu, '$1 ')
    .replace(/ {2,}/gu, ' ')
    .trim();
  return cut(folded, limit, bytes);
}

/** A display name as it may stand on a card; "(no name)" where nothing of it can be seen. */
export function plainName(name: string): string {
  const shown = plain(name);
  return BLANK.test(shown) ? '(no name)' : shown;
}

/** Cuts between whole characters as people see them. */
function cut(text: string, limit: number, bytes: number): string {
  if (text.length <= limit && Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let size = Buffer.byteLength('…');
  for (const { segment } of graphemes.segment(text.slice(0, limit * 4))) {
    size += Buffer.byteLength(segment);
    if (kept.length + segment.length > limit - 1 || size > bytes) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** As many small letters fit a line on a phone. */
const WORD_LIMIT = 40;
/** The same as widths of a digit, for fewer wide letters fit. */
const WIDTH_LIMIT = 34;
/** Ids fit, with a bracket and a stop about them too, and must be copied without a break in them. */
const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/iu;
const PIECE = /[\w@.%+-]{10}(?=[\w@.%+-])/gu;
/** How wide letters are, where a digit is 1; the rest counts as one. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[-fijlrtI.,:;'’"!|()[\]{}/\\]/u, 0.6],
  [/[W@…—]/u, 1.8],
  [/[mMw%]/u, 1.5],
  [/\p{Lu}/u, 1.2],
];

/** `plain` for a TextRun: long words get places to break, as zero-width spaces, since clients do not break them by themselves. */
export function onCard(text: string, limit?: number, bytes?: number): string {
  return breakable(plain(text, limit, bytes));
}

/** `plainName` for a TextRun. */
export function nameOnCard(name: string): string {
  return breakable(plainName(name));
}

/** A reason as people gave it, for a TextRun; never shortened within the 500 characters that a reason may have. */
export function reasonOnCard(reason: string): string {
  return onCard(reason, 500, 2000);
}

function breakable(text: string): string {
  return text.replace(/\S+/gu, (word) => (isTooLong(word) ? word.replace(PIECE, '$&\u200b') : word));
}

/** Whether a word of it is wider than a phone's card, and would need a place to break. */
export function isWide(text: string): boolean {
  return text.split(/\s+/u).some(isTooLong);
}

function isTooLong(word: string): boolean {
  if (word.length > WORD_LIMIT || ID.test(word)) return word.length > WORD_LIMIT;
  const widthOf = (letter: string): number => WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 1;
  return [...word].reduce((width, letter) => width + widthOf(letter), 0) > WIDTH_LIMIT;
}

/** Letters of Markdown that have a twin which no client reads as markup. */
const TWINS: Readonly<Record<string, string>> = { '*': '∗', '`': 'ˋ', '~': '∼', '\\': '∖', '|': 'ǀ' };
const BEGINS_BLOCK = /^(?=[#>+\-=]|\d+[.)])/u;

/**
 * `plain` for the title of a choice, the one place outside a TextRun where outside text has to stand: some clients read
 * Markdown there. What would become a link, an entity or a list is broken by a space without width, the rest looks alike.
 */
export function inChoice(text: string, limit: number): string {
  const inert = plain(text, limit)
    .replace(/[*`~\\|]/gu, (letter) => TWINS[letter] ?? letter)
    .replace(/(^|\W)_|_(?=\W|$)/gu, '$1ˍ')
    .replace(/[\]<&!]|:(?=\/\/)|www(?=\.)/giu, '$&\u200b')
    .replace(BEGINS_BLOCK, '\u200b');
  return breakable(inert);
}
