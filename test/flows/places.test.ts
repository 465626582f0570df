// Group chats and channels: no tenant data before an approver admits the place, decisions behind Review.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('places', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let oli: Person;
  let group: Chat;
  let channel: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    oli = stage.person('outsider');
    const people = [robin, avery, oli];
    group = stage.teams.groupChat({ id: '19:group@thread.v2', people, name: 'Mail team' });
    channel = stage.teams.channel({ id: '19:channel@thread.tacv2', people, name: 'Operations' });
    await robin.types(robin.personalChat(), 'scan');
    await robin.personalChat().waitFor(says('60'), 20_000);
  });

  after(() => stage.close());

  async function next(person: Person, chat: Chat, text: string): Promise<string> {
    const before = chat.messages().length;
    await person.types(chat, text);
    return (await chat.waitFor((_, index) => index >= before, 10_000)).readable;
  }

  it('answers help anywhere', async () => {
    assert.match(await next(oli, group, 'help'), /list/);
  });

  it('points to the personal chat before the place is admitted', async () => {
    for (const chat of [group, channel]) {
      for (const said of ['list', 'status reception', 'block reception unused', 'requests', 'scan']) {
        const readable = await next(robin, chat, said);
        assert.match(readable, /personal chat/);
        assert.doesNotMatch(readable, /reception@/);
      }
    }
  });

  it('lets only an approver admit it', async () => {
    assert.match(await next(robin, group, 'admit here'), /approvers group/);
    assert.match(await next(oli, group, 'admit here'), /approvers group/);
    assert.match(await next(avery, group, 'admit here'), /Admitted/);
    assert.match(await next(robin, channel, 'list'), /personal chat/);
  });

  it('still answers nobody outside the two groups', async () => {
    assert.match(await next(oli, group, 'list'), /operators group/);
    assert.match(await next(robin, group, 'list'), /60 mailboxes/);
  });

  it('shows decision buttons to an approver alone, behind Review, and edits the card for all', async () => {
    const card = await asks(robin, 'block info@lighthouse.example nobody owns it', group);
    const sees = (person: Person): string => JSON.stringify(person.sees(card));
    assert.doesNotMatch(sees(avery), /"verb":"approve"/);
    assert.match(sees(avery), /"verb":"review"/);

    const outsider = await oli.presses(card, { verb: 'review' });
    assert.match(outsider.error?.message ?? '', /approvers group/);
    const requester = await robin.presses(card, { verb: 'review' });
    assert.match(requester.error?.message ?? '', /approvers group/);

    await avery.presses(card, { verb: 'review' });
    assert.match(sees(avery), /"verb":"approve"/);
    assert.doesNotMatch(sees(robin), /"verb":"approve"/);
    const answer = await avery.presses(card, { verb: 'approve' });
    assert.equal(answer.statusCode, 200);
    await becomes(group, card, '✓ Blocked');
    assert.equal(stage.tenant.directory.isEnabled('info@lighthouse.example'), false);
    for (const person of [robin, avery, oli]) assert.doesNotMatch(sees(person), /"verb":"(approve|deny|review)"/);
  });

  it('keeps to its thread in a channel', async () => {
    assert.match(await next(avery, channel, 'admit here'), /Admitted/);
    const before = channel.messages().length;
    await robin.types(channel, 'list exposed');
    const list = await channel.waitFor((_, index) => index >= before, 10_000);
    assert.ok(list.threadId !== undefined && list.threadId !== list.id);
  });

  it('admits a channel with all of its threads, wherever in it that was said', async () => {
    const people = [robin, avery];
    const other = stage.teams.channel({ id: '19:other@thread.tacv2', people, name: 'Mail' });
    const say = async (person: Person, text: string, inThread?: ChatMessage): Promise<ChatMessage> => {
      const before = other.messages().length;
      await person.types(other, text, inThread === undefined ? {} : { inThread });
      return other.waitFor((_, index) => index >= before, 10_000);
    };
    const first = await say(robin, 'help');
    const second = await say(robin, 'help');
    assert.notEqual(first.threadId, second.threadId);
    assert.match((await say(avery, 'admit here', first)).readable, /Admitted/);
    const list = await say(robin, 'list exposed', second);
    assert.match(list.readable, /exposed mailboxes/);
    assert.equal(list.threadId, second.threadId);
    assert.match((await say(robin, 'list exposed')).readable, /exposed mailboxes/);
  });

  it('sends a request made in a place to the approvers too, and tells how many', async () => {
    await avery.types(avery.personalChat(), 'help');
    const card = await asks(robin, 'block travel@lighthouse.example no longer used', group);
    const id = requestIdIn(card);
    await avery.personalChat().waitFor(says(id), 10_000);
    await group.waitFor((message) => message.id === card.id && /1 of \d approvers/.test(message.readable), 10_000);
  });
});
