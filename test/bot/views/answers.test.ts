// Questions, help, refusals and notices.
import assert from 'node:assert/strict';
import { askView } from '../../../bot/views/ask.js';
import { STEP } from '../../../bot/views/button.js';
import { choicesView } from '../../../bot/views/choices.js';
import { helpView } from '../../../bot/views/help.js';
import { noticeView } from '../../../bot/views/notice.js';
import { refusalView } from '../../../bot/views/refusal.js';
import { welcomeView } from '../../../bot/views/welcome.js';
import { renderCard } from '../../../cards/render.js';
import { choice } from '../../cards/scenes/answers.js';
import { draftOf, manyExposed } from '../../cards/scenes/drafts.js';
import { idOf, reader } from '../../cards/scenes/people.js';

describe('choices', () => {
  it('sends object ids, asks for the reason only where one is needed, and counts the rest', () => {
    const choices = Array.from({ length: 12 }, (_, index) => choice('Desk', index));
    const { data } = choicesView({ said: 'desk', choices, more: 3, verb: 'block', reason: '' });
    assert.deepEqual(
      data.rows.map(({ mailbox }) => mailbox),
      choices.slice(0, 10).map(({ objectId }) => objectId),
    );
    assert.match(data.more, /^5 more fit/u);
    assert.equal(data.asksReason, true);
    assert.equal(choicesView({ said: 'desk', choices, more: 0, verb: 'status', reason: null }).data.asksReason, false);
  });

  it('falls back to the address where there is no object id', () => {
    const { data } = choicesView({
      said: 'd',
      choices: [{ ...choice('Desk', 1), objectId: null }],
      more: 0,
      verb: 'status',
      reason: null,
    });
    assert.deepEqual([data.rows[0]?.mailbox, data.rows[0]?.objectId], ['desk1@contoso.example', 'no object id']);
  });
});

describe('asking for what is missing', () => {
  const asking = { stage: 'asking', reason: '' } as const;
  it('sends the draft alone, however many mailboxes it has', () => {
    const draft = draftOf(manyExposed(1000), asking);
    const { data } = askView({ draft, pattern: null, reader });
    assert.deepEqual([data.draftId, data.items.length, data.more], [draft.id, 10, 'And 990 more.']);
    assert.ok(!JSON.stringify(renderCard('ask', data)).includes(idOf(11)));
  });

  it('keeps the end that was said, in the reader’s zone', () => {
    const draft = draftOf(manyExposed(1), { ...asking, action: 'unblock', until: '2027-01-31T17:00:00.000Z' });
    assert.equal(askView({ draft, pattern: null, reader }).data.until, '2027-01-31 18:00');
  });

  it('lets choose: all are ticked on a single page, of several there is a button for all', () => {
    const choosing = (count: number) =>
      draftOf(manyExposed(count), { ...asking, stage: 'choosing', action: 'unblock' });
    const one = askView({ draft: choosing(20), pattern: null, reader }).data;
    assert.deepEqual([one.choices.length, one.chosen.split(',').length, one.allTitle], [20, 20, '']);
    const many = askView({ draft: choosing(21), pattern: null, reader, page: 1 }).data;
    assert.deepEqual([many.choices.length, many.chosen, many.allTitle], [1, '', 'Preview all 21']);
    assert.equal(askView({ draft: choosing(1), pattern: null, reader }).data.choosing, false, 'nothing to choose');
  });
});

describe('help', () => {
  it('lists what can be typed, with usage and role', () => {
    const commands = [
      { name: 'block', usage: '<mailbox…> <reason>', summary: 'Ask.', role: 'operator', hidden: false },
      { name: 'review', usage: '', summary: 'Review.', role: 'reader', hidden: true },
      { name: 'help', usage: '', summary: 'This.', role: 'anyone', hidden: false },
    ] as const;
    const { data, summary } = helpView(commands);
    assert.deepEqual(data.commands, [
      { usage: 'block <mailbox…> <reason>', summary: 'Ask.', role: 'operators' },
      { usage: 'help', summary: 'This.', role: '' },
    ]);
    assert.equal(summary, 'Commands: block, help');
  });
});

describe('welcome', () => {
  it('speaks of mentions and admission outside personal chats only', () => {
    assert.equal(welcomeView('personal').data.note, '');
    for (const kind of ['groupChat', 'channel'] as const) {
      assert.match(welcomeView(kind).data.note, /admit here/u);
      assert.match(welcomeView(kind).data.hint, /Mention me/u);
    }
  });
});

describe('refusals and notices', () => {
  it('offer at most four buttons, each with its verb in the data', () => {
    const { data } = refusalView('No.', [STEP.list, STEP.help, STEP.requests, STEP.scan, STEP.admit]);
    assert.deepEqual(
      data.buttons.map((button) => button.data),
      [{ verb: 'list' }, { verb: 'help' }, { verb: 'requests' }, { verb: 'scan' }],
    );
  });

  it('cut what is endless', () => {
    assert.ok(refusalView('x'.repeat(10_000)).data.sentence.length < 1400);
    assert.ok(noticeView({ title: 'Done', text: 'y '.repeat(10_000) }).summary.length < 220);
  });
});
