// What bad input gets: a sentence that says what to do next, and nothing is lost.
import assert from 'node:assert/strict';
import { asks, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('bad input', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let outsider: Person;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    outsider = stage.person('outsider');
    await robin.types(robin.personalChat(), 'list');
    await avery.types(avery.personalChat(), 'help');
  });

  after(() => stage.close());

  /** Types a line and gives back what the bot says next. */
  async function answerTo(person: Person, text: string, chat: Chat = person.personalChat()): Promise<string> {
    const before = chat.messages().length;
    const { status } = await person.types(chat, text);
    assert.equal(status, 200);
    return (await chat.waitFor((_, index) => index >= before, 10_000)).readable;
  }

  const cases: readonly (readonly [what: string, said: string, answer: RegExp])[] = [
    ['nothing but blanks', ' \u00a0 ', /Type a command/],
    ['an unknown command', 'frobnicate', /"frobnicate" is not a command.*"help"/],
    ['a command misspelt', 'lsit exposed', /Did you mean "list"/],
    ['10 KB of text', `status ${'x'.repeat(10_000)}`, /too long.*4000/],
    ['a name that does not exist', 'status Nowhere Land', /No shared, room, equipment or scheduling mailbox/],
    ['a name that two have', 'status Shared Calendar', /More than one mailbox|No shared/],
    ['a mailbox missing', 'status', /Say which mailbox/],
    ['a block without a mailbox', 'block', /Say which mailbox/],
    ['a block without a reason', 'block info@lighthouse.example', /Why should this mailbox be blocked/],
    [
      'a block of one that is blocked',
      'block "Accounts Archive" tidy up',
      /nothing to block|No shared|blocked already/,
    ],
    ['a reason beyond 500 characters', `block info@lighthouse.example ${'y'.repeat(600)}`, /reason is too long.*500/],
    ['a request without an id', 'request', /id of a request/],
    ['a request that does not exist', 'request ZZZZZZ', /no request "ZZZZZZ"/],
    ['an approval by one who may not', 'approve ZZZZZZ', /approvers group/],
    ['a denial by one who may not', 'deny ZZZZZZ no', /approvers group/],
    ['an admission of nothing', 'admit everyone', /approvers group/],
    ['a page far beyond', 'list page 999', /60 mailboxes/],
    ['SQL for a name', "status '; drop table requests; --", /No shared/],
    ['wildcards for a text', 'list %_%', /60 mailboxes/],
    ['a template for a name', 'status ${toString()}', /No shared/],
    ['emoji alone', '🔥🔥🔥', /is not a command/],
  ];
  for (const [what, said, answer] of cases) {
    it(`answers ${what}`, async () => {
      const readable = await answerTo(robin, said);
      assert.match(readable.replaceAll(/\s+/gu, ' '), answer);
    });
  }

  it('tells an outsider nothing of the tenant', async () => {
    for (const said of ['list', 'status reception', 'scan', 'requests', 'block reception why not']) {
      const readable = await answerTo(outsider, said);
      assert.match(readable, /operators group/);
      assert.doesNotMatch(readable, /reception@/i);
    }
  });

  it('lets an approver decide nothing that is not there, nor without a reason', async () => {
    assert.match(await answerTo(avery, 'approve ZZZZZZ'), /no request "ZZZZZZ"/);
    const id = requestIdIn(await asks(robin, 'block travel@lighthouse.example not needed'));
    await avery.personalChat().waitFor(says(id), 10_000);
    assert.match(await answerTo(avery, `deny ${id}`), /Say why you deny/);
    assert.match(await answerTo(avery, `deny ${id} still used`), /Denied/);
    assert.match(await answerTo(avery, `approve ${id}`), /denied.*no longer/);
    assert.equal(stage.tenant.directory.isEnabled('travel'), true);
  });

  it('says that a request for a mailbox is open already', async () => {
    await asks(robin, 'block info@lighthouse.example first');
    const atRobin = robin.personalChat();
    await robin.types(atRobin, 'block info@lighthouse.example second');
    const preview = await atRobin.waitFor(says('second'), 10_000);
    await robin.presses(preview, { verb: 'submit' });
    await atRobin.waitFor(says('open already'), 10_000);
  });
});
