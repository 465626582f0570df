// What Teams, and this project's own rules, ask of a whole message: its size, its summary, its cards.
import { ADAPTIVE_CARD, type OutboundActivity } from './activity.js';
import { brokenCardRules, type CardRuleOptions } from './card-rules.js';
import { type JsonObject, objectAt, objectsAt, textAt } from './json.js';

/** Teams' limit on a message in bytes; it counts UTF-16, two bytes for each ASCII character. */
const MESSAGE_BYTES = 100 * 1024;

/** Whether Teams would answer 413 MessageSizeTooBig. */
export function isTooBig(activity: JsonObject): boolean {
  return JSON.stringify(activity).length * 2 > MESSAGE_BYTES;
}

/** The Adaptive Cards that a message carries. */
export function cardsOf(activity: JsonObject): readonly JsonObject[] {
  return objectsAt(activity, 'attachments')
    .filter(({ contentType }) => contentType === ADAPTIVE_CARD)
    .map((attachment) => objectAt(attachment, 'content') ?? {});
}

/** Every rule that a message of the bot breaks; a card without any text summary reads as nothing in a notification. */
export function brokenMessageRules(activity: OutboundActivity, options: CardRuleOptions): readonly string[] {
  if (activity.type !== 'message') return [];
  const cards = cardsOf(activity);
  const silent =
    !textAt(activity, 'summary') && !textAt(activity, 'text') && cards.some((card) => !textAt(card, 'fallbackText'));
  const empty = cards.length === 0 && !textAt(activity, 'text') && objectsAt(activity, 'attachments').length === 0;
  return [
    ...(silent ? ['message: a card without summary or fallbackText'] : []),
    ...(empty ? ['message: neither text nor attachment'] : []),
    ...cards.flatMap((card) => brokenCardRules(card, options)),
  ];
}
