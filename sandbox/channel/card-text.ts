// What a person can read on a card, as plain lines: what tests look at instead of card JSON.
import { type CardMention, mentionsOn, withNames } from './card-mentions.js';
import { type Place, typeOf, walkCard } from './card-walk.js';
import { type JsonObject, listAt, objectsAt, textAt } from './json.js';

/** Teams reads Markdown only in these; a backslash before punctuation is not shown there. */
function withoutEscapes(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

const SHOWN_AS_IS = [
  'title',
  'label',
  'placeholder',
  'value',
  'errorMessage',
  'codeSnippet',
  'altText',
  'legend',
] as const;

function textsOf({ node }: Place, mentions: readonly CardMention[]): readonly (string | undefined)[] {
  switch (typeOf(node)) {
    case 'TextBlock':
      return [withNames(withoutEscapes(textAt(node, 'text') ?? ''), mentions)];
    case 'FactSet':
      return objectsAt(node, 'facts').map((fact) =>
        withoutEscapes(`${textAt(fact, 'title') ?? ''} ${textAt(fact, 'value') ?? ''}`.trim()),
      );
    case 'RichTextBlock':
      return listAt(node, 'inlines').filter((inline) => typeof inline === 'string');
    case 'Input.ChoiceSet':
      return [...labelAndHint(node), ...objectsAt(node, 'choices').map((choice) => textAt(choice, 'title'))];
    case 'Input.Toggle':
      return [textAt(node, 'label'), textAt(node, 'title')];
    case 'Input.Text':
    case 'Input.Number':
    case 'Input.Date':
    case 'Input.Time':
      return [...labelAndHint(node), textAt(node, 'value')];
    case '':
      return [];
    default:
      return [textAt(node, 'text'), ...SHOWN_AS_IS.map((key) => textAt(node, key))];
  }
}

function labelAndHint(node: JsonObject): readonly (string | undefined)[] {
  return [textAt(node, 'label'), textAt(node, 'placeholder')];
}

/**
 * All text of an Adaptive Card in reading order, one line each, Markdown escapes resolved.
 * @param options.hidden also what only shows after a toggle or inside a ShowCard
 */
export function cardText(card: JsonObject | undefined, options: { readonly hidden?: boolean } = {}): string {
  if (!card) return '';
  const lines: string[] = [];
  const mentions = mentionsOn(card);
  for (const place of walkCard(card)) {
    if (!place.visible && !options.hidden) continue;
    for (const text of textsOf(place, mentions)) if (text) lines.push(text);
  }
  return lines.join('\n');
}
