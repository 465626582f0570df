// What a view is: the card to show, its data, and one plain line for notifications and old clients.
import type { CardData, CardName } from '../../cards/index.js';

/** Whose eyes a card is for: how dates are written, and what "ago" is counted from. */
export interface Reader {
  /** BCP 47, such as `en-GB`; one that is not known is read as `en-GB`. */
  readonly locale: string;
  /** IANA name, such as `Europe/Oslo`; one that is not known is read as UTC. */
  readonly timeZone: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** A card as data. `summary` goes into the activity's summary: plain text, one line. */
export interface View<Name extends CardName = CardName> {
  readonly card: Name;
  readonly data: CardData[Name];
  readonly summary: string;
}
