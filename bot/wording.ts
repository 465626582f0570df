// Reads what a person typed: mentions, formatting, entities and quotes of all kinds folded into plain words.

/** Most characters of a typed message that is read at all. */
export const TEXT_LIMIT = 4000;

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};
const MARKUP = /<\/?(?:p|div|span|br|b|i|u|em|strong|pre|code|a|ul|ol|li|font)(?:\s[^<>]*)?\/?>/giu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** The text of a message as plain words on one line: no mentions of the bot, no markup, straight quotes, single spaces. */
export function plainWords(text: string, mentions: readonly string[]): string {
  let words = text;
  for (const mention of mentions) if (mention !== '') words = words.split(mention).join(' ');
  return words
    .replace(/<at(?:\s[^<>]*)?>[^<>]*<\/at>/giu, ' ')
    .replace(MARKUP, ' ')
    .replace(/&(nbsp|amp|lt|gt|quot|apos|#39);/giu, (_, name: string) => ENTITIES[name.toLowerCase()] ?? ' ')
    .replace(INVISIBLE, '')
    .replace(/[\u2018\u2019\u201a\u201b\u2032]/gu, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\uff02]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The first word, lower case and free of punctuation people put around commands, and what follows it. */
export function splitCommand(words: string): { readonly name: string; readonly rest: string } {
  const [first = '', ...others] = words.split(' ');
  const name = first.toLowerCase().replace(/^[/!]+|[.,:;!?]+$/gu, '');
  return { name, rest: others.join(' ') };
}
