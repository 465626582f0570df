// For whom a card is written when nobody asked for it just now: the language and zone last seen in that conversation.
import type { Place } from '../src/delivery/ports.js';
import type { Reader } from './views/view.js';

interface Remembered {
  readonly locale?: unknown;
  readonly mailboxGuard?: { readonly timeZone?: unknown };
}

/** English and UTC where nothing is known. */
export function readerOf(place: Pick<Place, 'reference'>, now: string): Reader {
  const { locale, mailboxGuard }: Remembered = JSON.parse(place.reference) as Remembered;
  return {
    locale: typeof locale === 'string' ? locale : 'en-GB',
    timeZone: typeof mailboxGuard?.timeZone === 'string' ? mailboxGuard.timeZone : 'UTC',
    now,
  };
}
