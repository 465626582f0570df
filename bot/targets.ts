// Reads which mailboxes a person named and what they said after them.

/** Mailboxes as they were said, and the words after them. */
export interface Targets {
  /** Addresses, object ids and quoted names, in the order they were said. */
  readonly named: readonly string[];
  /** What followed; when nothing was named explicitly, all of the words: a name may be at their beginning. */
  readonly rest: string;
}

const TARGET =
  /^(?:"([^"]*)"|([^\s,;:"@]+@[^\s,;:"@]+)|([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}))(?=$|[\s,;:])[\s,;]*/iu;

/** Takes addresses, object ids and quoted names off the front, with commas, semicolons and "and" between them. */
export function readTargets(words: string): Targets {
  const named: string[] = [];
  let rest = words.trim();
  for (;;) {
    const candidate = named.length > 0 ? rest.replace(/^and\s+(?=["\S]*["@-])/iu, '') : rest;
    const match = TARGET.exec(candidate);
    if (match === null) return { named, rest: rest.replace(/^[:\-–—\s]+/u, '') };
    const said = (match[1] ?? match[2] ?? match[3] ?? '').trim();
    if (said !== '' && !named.includes(said)) named.push(said);
    rest = candidate.slice(match[0].length);
  }
}

/** One mailbox that a whole line names: quotes are optional. */
export function readOneTarget(words: string): string {
  return words
    .trim()
    .replace(/^"(.*)"$/u, '$1')
    .trim();
}
