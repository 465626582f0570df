// A filter in words, such as "exposed room and equipment mailboxes with “Oslo” in name or address".
import type { Filter } from '../../src/mailboxes/selection.js';
import { onCard } from './plain.js';
import { typeWord } from './words.js';

/** Holds what a person typed to look for: outside text. */
export function filterWords({ verdict, types, text }: Filter): string {
  const kinds = types.map((type) => typeWord(type).toLowerCase()).join(' and ');
  const named = text === null ? '' : `with “${onCard(text, 60)}” in name or address`;
  return [verdict, kinds, 'mailboxes', named].filter((word) => word !== '').join(' ');
}
