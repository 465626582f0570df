// A review that is owed is asked for daily, also over a stopped bot, until somebody notes it.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const DAY = 24 * 60;

describe('a review that is owed', () => {
  let stage: Stage;
  let atRobin: Chat;
  let avery: Person;
  let alex: Person;
  let atAlex: Chat;
  let id: string;
  let asked: ChatMessage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ movesTime: true });
    const robin = stage.person('requester');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    [atRobin, atAlex] = [robin.personalChat(), alex.personalChat()];
    for (const person of [avery, alex]) await answerTo(person, 'help');
    await answerTo(robin, 'list');
    asked = await asks(robin, 'block info@lighthouse.example urgent its password is on a forum');
    id = requestIdIn(asked);
    await avery.presses(await avery.personalChat().waitFor(says(id), 15_000), { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    await atAlex.waitFor((message) => says(id)(message) && /A review is owed/.test(message.readable), 15_000);
  });

  after(() => stage.close());

  const reminders = (chat: Chat): readonly string[] =>
    chat
      .messages()
      .filter(says(id))
      .flatMap(({ readable }) => /Reminder (\d) of 7/.exec(readable)?.[0] ?? []);

  it('is asked for after a day, of those who took no part, and once for days that were missed', async function () {
    this.timeout(120_000);
    await stage.advance(DAY + 1);
    await atAlex.waitFor(
      (message) => says(id)(message) && /Reminder 1 of 7: a review is owed/.test(message.readable),
      30_000,
    );
    assert.deepEqual(reminders(avery.personalChat()), [], 'who approved it is not asked');
    await stage.restart('stop', { minutes: 3 * DAY });
    const newest = await atAlex.waitFor(
      (message) => says(id)(message) && /Reminder 4 of 7: a review is owed/.test(message.readable),
      40_000,
    );
    assert.match(JSON.stringify(newest.card), /"verb":"reviewed"/);
    await atAlex.waitFor(() => reminders(atAlex).length === 1, 15_000);
    const all = atAlex.messages().filter(says(id));
    assert.equal(all.length, 3, 'the first card and two reminders');
    assert.equal(all.filter(({ card }) => JSON.stringify(card).includes('"verb":"reviewed"')).length, 1);
  });
});
