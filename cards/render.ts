// Expands a card's template with its data, once; the only place that knows adaptivecards-templating.
import { Template } from 'adaptivecards-templating';
import banner from './banner.element.json' with { type: 'json' };
import { type CardData, type CardName, templates } from './index.js';

/** Largest card in bytes of UTF-8: Teams counts a message as UTF-16 and older clients stop at 28 KB. */
export const CARD_LIMIT_BYTES = 25_000;

/** An Adaptive Card as JSON. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly [property: string]: unknown;
}

/** What is said on every card, whatever it shows. */
export interface Everywhere {
  /** One sentence of our own, at the top; empty for none. */
  readonly banner: string;
}

/**
 * Renders a card. Data is never read as a template: expansion happens once, and text from outside has been through
 * `plain` (bot/views), which leaves no `${` in it.
 * @throws Error on a field that the template names and the data lacks, and on a card over 25 KB: both are bugs of a view
 */
export type CardRenderer = <Name extends CardName>(name: Name, data: CardData[Name]) => AdaptiveCard;

const prepared = new Map<CardName, Template>();

function templateOf(name: CardName): Template {
  const known = prepared.get(name);
  if (known !== undefined) return known;
  const card = templates[name];
  // Before it is expanded, so that no card is ever patched.
  const template = new Template({ ...card, body: [banner, ...card.body] });
  prepared.set(name, template);
  return template;
}

/** Renders cards that all say the same besides what they show. */
export function createRenderer(everywhere: Everywhere): CardRenderer {
  return (name, data) => {
    const card: AdaptiveCard = templateOf(name).expand({ $root: { ...data, ...everywhere } });
    const json = JSON.stringify(card);
    const leftover = /\$\{[^}]*\}?/u.exec(json);
    if (leftover !== null) throw new Error(`Card "${name}" was rendered without a value for ${leftover[0]}.`);
    const bytes = Buffer.byteLength(json);
    if (bytes > CARD_LIMIT_BYTES) throw new Error(`Card "${name}" has ${bytes} bytes; Teams may refuse it.`);
    return card;
  };
}

/** Without anything said everywhere; the bot itself renders with the one renderer that it makes at its start. */
export const renderCard: CardRenderer = createRenderer({ banner: '' });
