// Whoever was found to have a role a moment ago has it: for what is asked at each keystroke or for each card, and for nothing else.
import type { Authoriser } from './authorise.js';

/** How long a yes holds, in milliseconds: for a person who types, and for many cards that are sent at once. */
export const HOLDS_MS = { typing: 30_000, telling: 5_000 } as const;
/** People remembered at most; the first ones asked about are forgotten first. */
const PEOPLE = 1_000;

/** The same check, with a yes kept for so long and a no for no time at all; questions at the same time share one answer. */
export function createLatelyAllowed(
  allow: Authoriser['allow'],
  now: () => number,
  holdsMs: number,
): Authoriser['allow'] {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<void> }>();
  const ask = (key: string, question: () => Promise<void>): Promise<void> => {
    // From when it was asked: what is true at the answer may have changed since.
    const entry = { until: now() + holdsMs, answer: question() };
    answers.delete(key);
    answers.set(key, entry);
    const oldest = answers.keys().next().value;
    if (answers.size > PEOPLE && oldest !== undefined) answers.delete(oldest);
    entry.answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return entry.answer;
  };
  return (role, objectId, correlationId) => {
    const key = `${role} ${objectId}`;
    const known = answers.get(key);
    if (known !== undefined && now() < known.until) return known.answer;
    return ask(key, () => allow(role, objectId, correlationId));
  };
}
