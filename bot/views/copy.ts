// Says on a card that it may stand twice.
import type { View } from './view.js';

export const COPY = 'This message may stand here twice: Teams did not say whether the first one arrived.';

/** For cards that have no place of their own for it. */
export function asCopy(view: View<'notice'>): View<'notice'>;
export function asCopy(view: View<'findings'>): View<'findings'>;
export function asCopy(view: View<'notice'> | View<'findings'>): View {
  return { ...view, data: { ...view.data, text: `${COPY} ${view.data.text}` } };
}
