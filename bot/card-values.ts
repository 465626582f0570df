// Reads values that a card sent back, refusing whatever is not what the card could have held.
import { Refused } from '../src/failure.js';
import type { CardValues } from './command.js';

/** A text value, trimmed; empty when absent. @throws Refused bad-argument, too-long */
export function textOf(values: CardValues, name: string, limit = 1000): string {
  const value = values[name] ?? '';
  if (typeof value !== 'string') throw new Refused({ kind: 'bad-argument', said: name, expected: 'a text' });
  if (value.length > limit) throw new Refused({ kind: 'too-long', what: `The value of "${name}"`, limit });
  return value.trim();
}

/** A whole number from 0 to a million; 0 when absent. @throws Refused bad-argument */
export function countOf(values: CardValues, name: string): number {
  const value = Number(values[name] ?? 0);
  if (Number.isInteger(value) && value >= 0 && value <= 1_000_000) return value;
  throw new Refused({ kind: 'bad-argument', said: name, expected: 'a whole number' });
}

/** One of a list of words, or null when absent, empty or "all". @throws Refused bad-argument */
export function oneOf<Word extends string>(values: CardValues, name: string, words: readonly Word[]): Word | null {
  const said = textOf(values, name);
  if (said === '' || said === 'all') return null;
  const found = words.find((word) => word === said);
  if (found === undefined) throw new Refused({ kind: 'bad-argument', said, expected: words.join(', ') });
  return found;
}
