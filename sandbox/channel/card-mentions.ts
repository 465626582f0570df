// Mentions on a card: people named in msteams.entities, each marked in a text where Teams looks for marks.
import { typeOf, walkCard } from './card-walk.js';
import { type JsonObject, objectAt, objectsAt, textAt } from './json.js';

export interface CardMention {
  /** The mark, such as `<at>Ann</at>`. */
  readonly text: string;
  /** MRI, Entra object id or user principal name. */
  readonly id: string;
  /** What people see in place of the mark. */
  readonly name: string;
}

/** As the card names them, complete or not. */
export function mentionsOn(card: JsonObject): readonly CardMention[] {
  return objectsAt(objectAt(card, 'msteams'), 'entities')
    .filter((entity) => textAt(entity, 'type') === 'mention')
    .map((entity) => {
      const mentioned = objectAt(entity, 'mentioned');
      const [text = '', id = '', name = ''] = [
        textAt(entity, 'text'),
        textAt(mentioned, 'id'),
        textAt(mentioned, 'name'),
      ];
      return { text, id, name };
    });
}

/** A text with the names of those whom it mentions. */
export function withNames(text: string, mentions: readonly CardMention[]): string {
  return mentions.reduce(
    (shown, { text: mark, name }) => (mark === '' ? shown : shown.replaceAll(mark, `@${name}`)),
    text,
  );
}

/** Teams looks for marks in these only. */
function markedTexts(card: JsonObject): readonly string[] {
  return [...walkCard(card)].flatMap(({ node }) => {
    if (typeOf(node) === 'TextBlock') return [textAt(node, 'text') ?? ''];
    if (typeOf(node) !== 'FactSet') return [];
    return objectsAt(node, 'facts').flatMap((fact) => [textAt(fact, 'title') ?? '', textAt(fact, 'value') ?? '']);
  });
}

const MARK = /<at>[^<]*<\/at>/gu;
const PERSON = /^(?:29:\S+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[^\s@]+@[^\s@]+)$/iu;

/** What keeps a mention from reaching anybody, each as a sentence. */
export function mentionRules(card: JsonObject): readonly string[] {
  const mentions = mentionsOn(card);
  const texts = markedTexts(card);
  const known = new Set(mentions.map(({ text }) => text));
  const marks = texts.flatMap((text) => text.match(MARK) ?? []);
  return [
    ...marks.filter((mark) => !known.has(mark)).map((mark) => `${mark} is in no entity: it shows as it is`),
    ...mentions.flatMap(({ text, id, name }) => [
      ...(marks.includes(text) ? [] : [`the mention ${text} stands in no TextBlock or fact`]),
      ...(PERSON.test(id) ? [] : [`the mention ${text} names nobody: "${id}"`]),
      ...(name === '' ? [`the mention ${text} has no name to show`] : []),
    ]),
    ...(known.size < mentions.length ? ['two mentions have the same text'] : []),
  ];
}
