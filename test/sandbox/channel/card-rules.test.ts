// The card rules: a good card passes, and each way of being wrong is named with its place.
import assert from 'node:assert/strict';
import { actionTitles, findAction } from '../../../sandbox/channel/card-actions.js';
import { submittedInputs } from '../../../sandbox/channel/card-inputs.js';
import { brokenCardRules } from '../../../sandbox/channel/card-rules.js';
import { cardText } from '../../../sandbox/channel/card-text.js';
import type { JsonObject } from '../../../sandbox/channel/json.js';

const submit = (title: string) => ({ type: 'Action.Submit', title, data: {} });
const execute = (title: string, data: JsonObject = {}) => ({
  type: 'Action.Execute',
  title,
  verb: title.toLowerCase(),
  data,
  fallback: submit(title),
});
const card = (body: readonly unknown[], more: JsonObject = {}): JsonObject => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...more,
});
const mention = (mark: string, id: string, name: string) => ({
  type: 'mention',
  text: mark,
  mentioned: { id, name },
});
const text = (words: string) => ({ type: 'TextBlock', text: words, wrap: true });

const mentioning = (words: string, ...entities: readonly JsonObject[]) =>
  card([text(words)], { msteams: { entities } });

const choose = {
  ...{ type: 'Input.ChoiceSet', id: 'who', label: 'Who', style: 'filtered' },
  choices: [{ title: 'Nobody', value: 'none' }],
  'choices.data': { type: 'Data.Query', dataset: 'people' },
};

const good = card(
  [
    { ...text('Mailboxes'), style: 'heading', targetWidth: 'atLeast:narrow' },
    { type: 'Badge', text: 'exposed', fallback: text('exposed') },
    { type: 'FactSet', facts: [{ title: 'Name', value: 'Reception \\(HQ\\)' }] },
    {
      type: 'Table',
      columns: [{ width: 1 }],
      firstRowAsHeaders: true,
      rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [text('cell')] }] }],
    },
    {
      type: 'ColumnSet',
      columns: [{ type: 'Column', width: 'stretch', items: [text('left')], selectAction: execute('Row') }],
    },
    { type: 'RichTextBlock', inlines: ['plain ', { type: 'TextRun', text: '*as it is*' }] },
    choose,
    text('Waiting for <at>One</at>'),
    { type: 'Container', id: 'more', isVisible: false, items: [text('hidden')] },
    { type: 'Input.ChoiceSet', id: 'kind', label: 'Kind', choices: [{ title: 'Shared', value: 's' }] },
  ],
  {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    fallbackText: 'Mailboxes',
    msteams: { width: 'Full', entities: [mention('<at>One</at>', 'ann@contoso.example', 'Ann Ames')] },
    refresh: { action: execute('Refresh'), userIds: ['29:x'] },
    actions: [
      execute('Go'),
      { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] },
      { type: 'Action.ShowCard', title: 'Why', card: card([text('because')], { actions: [execute('Send')] }) },
    ],
  },
);

describe('sandbox: card rules', () => {
  it('lets a good card pass', () => assert.deepEqual(brokenCardRules(good), []));

  const wrong: readonly (readonly [JsonObject, RegExp])[] = [
    [card([], { version: '1.6' }), /version 1\.6/],
    [card([{ type: 'Fancy' }]), /body\[0\]: "Fancy" is no element/],
    [card([{ type: 'Badge', text: 'x' }]), /body\[0\]: Badge has no fallback/],
    [card([{ ...text('x'), wrapp: true }]), /body\[0\]: TextBlock has no property "wrapp"/],
    [card([{ ...text('x'), size: 'Huge' }]), /parser: InvalidPropertyValue: .*Huge/],
    [card([{ type: 'Input.Text', id: 'a' }]), /Input\.Text has no label/],
    [card([{ type: 'Input.Text', label: 'a' }]), /Input\.Text has no id/],
    [card([{ type: 'Input.Text', id: 'a', label: 'A', isRequired: true }]), /Input\.Text has no errorMessage/],
    [card([{ ...choose, style: 'compact' }]), /a field with choices\.data is not of style "filtered"/],
    [card([{ ...choose, 'choices.data': { type: 'Data.Query' } }]), /choices\.data names no dataset/],
    [card([{ ...choose, 'choices.data': { dataset: 'x' } }]), /choices\.data names no dataset/],
    [card([], { actions: [{ ...execute('x'), fallback: 'drop' }] }), /no Action\.Submit as its fallback/],
    [card([], { actions: [{ ...execute('x'), fallback: submit('y') }] }), /another title/],
    [card([], { actions: [{ ...execute('x'), verb: '' }] }), /no verb/],
    [card([], { actions: 'abcdefg'.split('').map((it) => execute(it)) }), /7 actions in one set/],
    [card([], { actions: [{ type: 'Action.OpenUrl', title: 'a', url: 'http://x' }] }), /https/],
    [card([text(['$', '{name}'].join(''))]), /text still holds a template expression/],
    [card([], { actions: [execute('x', { note: ['$', '{x}'].join('') })] }), /note still holds/],
    [
      card([
        { ...text('a'), id: 'i' },
        { ...text('b'), id: 'i' },
      ]),
      /two elements have the id "i"/,
    ],
    [card([{ type: 'ActionSet', actions: [] }]), /an ActionSet without actions/],
    [card([text('x'.repeat(26_000))]), /bytes, more than 25000/],
    [card([text('For <at>One</at>')]), /<at>One<\/at> is in no entity/],
    [mentioning('x', mention('<at>One</at>', 'ann@x.example', 'Ann')), /stands in no TextBlock or fact/],
    [mentioning('<at>One</at>', mention('<at>One</at>', 'Ann', 'Ann')), /names nobody: "Ann"/],
    [mentioning('<at>One</at>', mention('<at>One</at>', '29:a', '')), /has no name to show/],
    [mentioning('<at>One</at>', ...Array(2).fill(mention('<at>One</at>', '29:a', 'Ann'))), /have the same text/],
    [card([], { refresh: { action: execute('r'), userIds: ['someone'] } }), /"someone", which is no 29: id/],
    [card([], { refresh: { action: execute('r'), userIds: Array(61).fill('29:x') } }), /61 users/],
  ];
  for (const [bad, expected] of wrong) {
    it(`names what is wrong: ${expected.source}`, () => assert.match(brokenCardRules(bad).join('\n'), expected));
  }

  it('takes a hostile name for what it is when told so', () => {
    const hostile = ['$', '{secret}'].join('');
    assert.notDeepEqual(brokenCardRules(card([text(hostile)])), []);
    assert.deepEqual(brokenCardRules(card([text(hostile)]), { literals: [hostile] }), []);
  });
});

describe('sandbox: reading a card', () => {
  it('gives all that can be read, escapes resolved, in reading order', () => {
    const shown = cardText(good).split('\n');
    assert.deepEqual(shown.slice(0, 4), ['Mailboxes', 'exposed', 'Name Reception (HQ)', 'cell']);
    assert.ok(shown.includes('*as it is*') && shown.includes('Shared') && shown.includes('Why'));
    assert.ok(!shown.includes('hidden') && !shown.includes('because'));
    assert.ok(shown.includes('Waiting for @Ann Ames'));
    assert.match(cardText(good, { hidden: true }), /hidden.*because.*Send/s);
  });

  it('finds a button in a row and in a ShowCard, and refuses to guess', () => {
    assert.deepEqual(actionTitles(good), ['Row', 'Go', 'More', 'Why', 'Send']);
    assert.equal(findAction(good, 'Row').action['verb'], 'row');
    assert.equal(findAction(good, 'Send').cards.length, 2);
    const twice = card([], { actions: [execute('Block', { id: 1 }), execute('Block', { id: 2 })] });
    assert.throws(() => findAction(twice, 'Block'), /2 actions fit "Block" \(actions\[0\], actions\[1\]\)/);
    assert.deepEqual(findAction(twice, { title: 'Block', where: ({ id }) => id === 2 }).action['data'], { id: 2 });
    assert.deepEqual(findAction(twice, { title: 'Block', nth: 0 }).action['data'], { id: 1 });
  });

  it('submits the inputs of a card and of those it opened from, but not of a ShowCard further in', () => {
    const input = (id: string) => ({ type: 'Input.Text', id, label: id, value: `${id} as it was` });
    const inner = card([input('reason')], { actions: [execute('Deny')] });
    const outer = card([input('note')], {
      actions: [execute('Approve'), { type: 'Action.ShowCard', title: 'More', card: inner }],
    });
    assert.deepEqual(submittedInputs(findAction(outer, 'Approve'), {}), { note: 'note as it was' });
    const denied = submittedInputs(findAction(outer, 'Deny'), { reason: 'no' });
    assert.deepEqual(denied, { note: 'note as it was', reason: 'no' });
  });

  it('fills toggles and choices as a client does, and offers no choice that is not there', () => {
    const choices = ['a', 'b', 'c'].map((value) => ({ title: value, value }));
    const body = [
      { type: 'Input.Toggle', id: 'sure', title: 'Sure', label: 'Sure', valueOn: 'yes', valueOff: 'no' },
      { type: 'Input.ChoiceSet', id: 'kinds', label: 'Kinds', isMultiSelect: true, choices },
    ];
    const found = findAction(card(body, { actions: [execute('Go')] }), 'Go');
    assert.deepEqual(submittedInputs(found, {}), { sure: 'no', kinds: '' });
    assert.deepEqual(submittedInputs(found, { Sure: true, kinds: ['a', 'c'] }), { sure: 'yes', kinds: 'a,c' });
    assert.throws(() => submittedInputs(found, { kinds: ['d'] }), /"Kinds" offers no "d"/);
  });
});
