// Shown while something takes longer than a person wants to stare at nothing.
import type { View } from './view.js';

/** The card that stands until the answer takes its place. */
export function workingView(title = 'Reading the tenant…'): View<'working'> {
  return {
    card: 'working',
    summary: title,
    data: { title, text: 'This can take a minute in a large tenant. The answer follows here.' },
  };
}
