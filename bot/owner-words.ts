// Reads who shall answer for an exemption out of a line: "owner someone@contoso.com".

/** An address or object id: a name alone can be anyone's, and "the owner asked" names nobody. */
const SAID =
  /(?:^|\s)owner[:=]?\s+(?<said>[^\s,;:"@<>]+@[^\s,;:"@<>]+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?=$|[\s,;:.])/iu;

export interface OwnerSaid {
  /** As it was said; null when nobody was named. */
  readonly owner: string | null;
  /** The words without it. */
  readonly rest: string;
}

/** Takes the owner out of a line; what is left is the end and the reason. */
export function takeOwner(words: string): OwnerSaid {
  const match = SAID.exec(words);
  if (match === null) return { owner: null, rest: words };
  const before = words.slice(0, match.index).trimEnd();
  const after = words.slice(match.index + match[0].length).trimStart();
  const said = (match.groups?.['said'] ?? '').replace(/\.$/u, '');
  const joined = before === '' || /[,;:.]$/u.test(before) ? after.replace(/^[,;:.]+\s*/u, '') : after;
  const space = before === '' || joined === '' || /^[,;:.]/u.test(joined) ? '' : ' ';
  return { owner: said, rest: `${before}${space}${joined}`.trim() };
}
