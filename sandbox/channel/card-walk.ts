// A walk over everything a card shows: each element, action, row, cell and run once, with where it stands.
import { isObject, type JsonObject } from './json.js';

export interface Place {
  readonly node: JsonObject;
  /** As a person would point at it: `body[2].columns[0].items[1]`. */
  readonly path: string;
  /** The card the node stands in, and before it the cards whose ShowCard actions lead there; the root comes first. */
  readonly cards: readonly JsonObject[];
  /** False inside `isVisible: false` and inside a ShowCard that nobody has opened. */
  readonly visible: boolean;
}

/** Not shown to a person who has a current client, or not part of the card's surface at all. */
const OFF_SURFACE = new Set(['fallback', 'data', 'msteams', 'refresh', 'authentication', 'requires', 'choices.data']);

function* walkNode(place: Place): Generator<Place> {
  yield place;
  for (const [key, value] of Object.entries(place.node)) {
    if (OFF_SURFACE.has(key)) continue;
    const path = place.path === '' ? key : `${place.path}.${key}`;
    if (isObject(value)) yield* walkChild(place, value, path);
    if (!Array.isArray(value)) continue;
    for (const [index, item] of value.entries()) {
      if (isObject(item)) yield* walkChild(place, item, `${path}[${index}]`);
    }
  }
}

function walkChild(parent: Place, node: JsonObject, path: string): Generator<Place> {
  const opensCard = node['type'] === 'AdaptiveCard';
  const visible = parent.visible && !opensCard && node['isVisible'] !== false;
  return walkNode({ node, path, cards: opensCard ? [...parent.cards, node] : parent.cards, visible });
}

/** Walks a card depth first, in reading order. */
export function walkCard(card: JsonObject): Generator<Place> {
  return walkNode({ node: card, path: '', cards: [card], visible: true });
}

export function typeOf(node: JsonObject): string {
  return typeof node['type'] === 'string' ? node['type'] : '';
}

export function isInput(node: JsonObject): boolean {
  return typeOf(node).startsWith('Input.');
}

export function isAction(node: JsonObject): boolean {
  return typeOf(node).startsWith('Action.');
}
