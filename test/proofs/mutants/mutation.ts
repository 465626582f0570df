// One rule broken on purpose: a piece of a compiled file and what stands there instead.
import { readFileSync } from 'node:fs';

export interface Mutation {
  /** What goes wrong with it, in a few words. */
  readonly name: string;
  /** Compiled file, from the root of dist. */
  readonly file: string;
  /** Stands there exactly once, white space aside. */
  readonly find: string;
  readonly put: string;
}

/** Where a mutation's file is. */
export function urlOf({ file }: Mutation): URL {
  return new URL(`../../../${file}`, import.meta.url);
}

/** The file with the rule broken. Throws when the rule is not there once, so that no mutant is the original. */
export function mutated(mutation: Mutation): string {
  const source = readFileSync(urlOf(mutation), 'utf8');
  const { name, find, put } = mutation;
  const pattern = new RegExp(find.trim().split(/\s+/u).map(escaped).join('\\s+'), 'gu');
  const found = source.match(pattern)?.length ?? 0;
  if (found !== 1) throw new Error(`"${name}": what it breaks stands ${found} times in ${mutation.file}`);
  return source.replace(pattern, () => put);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
