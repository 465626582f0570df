// What the templates themselves promise: no expression without a field, no outside text where Markdown is read.
import assert from 'node:assert/strict';
import { type CardName, samples, templates } from '../../cards/index.js';
import { typeOf, walkCard } from '../../sandbox/channel/card-walk.js';
import type { JsonObject } from '../../sandbox/channel/json.js';

/** Fields that hold only our own words and numbers; nothing else may stand in a TextBlock, a fact or a choice. */
const OURS = new Set([
  'what',
  'hint',
  'note',
  'headline',
  'title',
  'text',
  'count',
  'word',
  'breakdown',
  '$data',
  'label',
  'itemsHeading',
  'peopleHeading',
  'placesHeading',
  'call',
  'effect',
  'earlier',
  'more',
  'rowsHeading',
]);
const MARKDOWN: Readonly<Record<string, readonly string[]>> = {
  TextBlock: ['text'],
  Fact: ['title', 'value'],
  'Input.Toggle': ['title'],
  'Input.Text': ['label'],
  'Input.ChoiceSet': ['label'],
};
/** What charts take as whole rows. */
const CHARTED = ['x', 'y', 'legend', 'value', 'color'];
const names = Object.keys(templates) as CardName[];
const asJson = (card: CardName): JsonObject => JSON.parse(JSON.stringify(templates[card]));

function fieldsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...fieldsOf(inner)]);
}

/** The names in the expressions of a text, without those in quotes. */
function boundIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^}]*)\}/gu)].flatMap(
    ([, expression = '']) => expression.replace(/'[^']*'/gu, '').match(/\$?[A-Za-z_]\w*/gu) ?? [],
  );
}

describe('templates', () => {
  for (const name of names) {
    it(`${name} names only fields that its sample has`, () => {
      const known = new Set([...fieldsOf(samples[name]), '$data', '$root']);
      const unknown = boundIn(JSON.stringify(templates[name])).filter((field) => !known.has(field));
      assert.deepEqual(unknown, []);
    });

    it(`${name} puts outside text into runs only`, () => {
      const stray = [...walkCard(asJson(name))].flatMap(({ node, path }) =>
        (MARKDOWN[typeOf(node)] ?? []).flatMap((key) =>
          boundIn(String(node[key] ?? ''))
            .filter((field) => !OURS.has(field))
            .map((field) => `${path}.${key}: ${field}`),
        ),
      );
      assert.deepEqual(stray, []);
    });
  }

  it('uses every field of every sample', () => {
    for (const name of names) {
      const bound = new Set(boundIn(JSON.stringify(templates[name])));
      const sent = new Set(['data', ...['verb', 'mailbox', 'verdict', 'type', 'page', 'format'], ...CHARTED]);
      assert.deepEqual(
        fieldsOf(samples[name]).filter((field) => !bound.has(field) && !sent.has(field)),
        [],
        name,
      );
    }
  });
});
