// Finding the button a person means on a card.
import { isAction, type Place, typeOf, walkCard } from './card-walk.js';
import { type JsonObject, objectAt, textAt } from './json.js';

/** Which button: its title, or more exactly where a title stands on several. */
export type ActionPick =
  | string
  | {
      readonly title?: string;
      readonly verb?: string;
      /** Counted from 0 among those that fit the rest. */
      readonly nth?: number;
      /** Looks at the action's own `data`, to find the button of one row. */
      readonly where?: (data: JsonObject) => boolean;
    };

export interface FoundAction {
  readonly action: JsonObject;
  /** The card the action stands in, after those whose ShowCard leads to it. */
  readonly cards: readonly JsonObject[];
}

function fits(place: Place, pick: Exclude<ActionPick, string>): boolean {
  const { node } = place;
  if (pick.title !== undefined && textAt(node, 'title') !== pick.title) return false;
  if (pick.verb !== undefined && textAt(node, 'verb') !== pick.verb) return false;
  return pick.where === undefined || pick.where(objectAt(node, 'data') ?? {});
}

function named(action: JsonObject): string {
  return `"${textAt(action, 'title') ?? textAt(action, 'verb') ?? typeOf(action)}"`;
}

function actionPlaces(card: JsonObject): readonly Place[] {
  return [...walkCard(card)].filter(({ node }) => isAction(node));
}

/** The titles of every action of a card, also in sets, rows, selectAction, inlineAction and ShowCards, in reading order. */
export function actionTitles(card: JsonObject | undefined): readonly string[] {
  return card ? actionPlaces(card).map(({ node }) => textAt(node, 'title') ?? '') : [];
}

/**
 * The one action that a pick means.
 * @throws Error when none fits, or several do and the pick does not say which; names what stands on the card
 */
export function findAction(card: JsonObject, pick: ActionPick): FoundAction {
  const wanted = typeof pick === 'string' ? { title: pick } : pick;
  const places = actionPlaces(card);
  const found = places.filter((place) => fits(place, wanted));
  const chosen = wanted.nth === undefined ? found[0] : found[wanted.nth];
  if (!chosen) {
    const offered = places.map(({ node }) => named(node)).join(', ') || 'no action at all';
    throw new Error(`No action fits ${JSON.stringify(pick)}; the card has ${offered}.`);
  }
  if (found.length > 1 && wanted.nth === undefined) {
    const where = found.map(({ path }) => path).join(', ');
    throw new Error(`${found.length} actions fit ${JSON.stringify(pick)} (${where}); say which with nth or where.`);
  }
  return { action: chosen.node, cards: chosen.cards };
}
