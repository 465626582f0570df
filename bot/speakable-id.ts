// Ids that are read aloud and typed.
import { randomInt } from 'node:crypto';

/** No vowels, no look-alikes. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ2479';

/** A random id of so many letters; each letter is one of 24. */
export function speakableId(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
