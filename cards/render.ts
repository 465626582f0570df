// Expands a card's template with its data, once; the only place that knows adaptivecards-templating.
import { Template } from 'adaptivecards-templating';
import { type CardData, type CardName, templates } from './index.js';

/** Largest card in bytes of UTF-8: Teams counts a message as UTF-16 and older clients stop at 28 KB. */
export const CARD_LIMIT_BYTES = 25_000;

/** An Adaptive Card as JSON. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly [property: string]: unknown;
}

const prepared = new Map<CardName, Template>();

function templateOf(name: CardName): Template {
  const known = prepared.get(name);
  if (known !== undefined) return known;
  const template = new Template(templates[name]);
  prepared.set(name, template);
  return template;
}

/**
 * The finished card. Data is never read as a template: expansion happens once, and text from outside has been through
 * `plain` (bot/views), which leaves no `${` in it.
 * @throws Error on a field that the template names and the data lacks, and on a card over 25 KB: both are bugs of a view
 */
export function renderCard<Name extends CardName>(name: Name, data: CardData[Name]): AdaptiveCard {
  const card: AdaptiveCard = templateOf(name).expand({ $root: data });
  const json = JSON.stringify(card);
  const leftover = /\$\{[^}]*\}?/u.exec(json);
  if (leftover !== null) throw new Error(`Card "${name}" was rendered without a value for ${leftover[0]}.`);
  const bytes = Buffer.byteLength(json);
  if (bytes > CARD_LIMIT_BYTES) throw new Error(`Card "${name}" has ${bytes} bytes; Teams may refuse it.`);
  return card;
}
