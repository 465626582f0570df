// Finds text from outside that stands on a card where a client might read it as Markdown, or where it has no business.
import { typeOf, walkCard } from '../../sandbox/channel/card-walk.js';
import type { JsonObject } from '../../sandbox/channel/json.js';

/** Part of every outside text of the scenes that are searched; a name no person has. */
export const CANARY = 'Qzx7';

/** Read by no client as markup: runs of text, code, what a person typed into a field, titles of buttons. */
const SAFE = new Set(['TextRun.text', 'CodeBlock.codeSnippet', 'Input.Text.value', 'Action.Execute.title']);

/** Some clients read Markdown in the title of a choice, so nothing may stand there that they would take for markup. */
const MARKUP = /[*`~\\|]|[\]<&!](?!\u200b)|:(?=\/\/)|www(?!\u200b)|(?:^|\W)_|_(?=\W|$)|^(?:[#>+\-=]|\d+[.)])/iu;

function isInertChoice(path: string, key: string, value: string): boolean {
  return /\.choices\[\d+\]$/u.test(path) && key === 'title' && !MARKUP.test(value);
}

/** Where the canary stands though it must not, as paths. */
export function strayText(card: JsonObject, canary = CANARY): readonly string[] {
  return [...walkCard(card)].flatMap(({ node, path }) =>
    Object.entries(node)
      .filter(
        ([key, value]) =>
          typeof value === 'string' &&
          value.includes(canary) &&
          !SAFE.has(`${typeOf(node)}.${key}`) &&
          !isInertChoice(path, key, value),
      )
      .map(([key]) => `${path}.${key} of ${typeOf(node)}`),
  );
}
