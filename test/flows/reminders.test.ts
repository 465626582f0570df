// Reminders: at half and at nine tenths of the time, to those who have not decided, never of what is closed, also after a restart.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('reminders', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let alex: Person;
  let atRobin: Chat;
  let atAvery: Chat;
  let atAlex: Chat;
  let channel: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ movesTime: true, env: { REQUEST_TTL: 'PT10M', APPROVALS_REQUIRED: '2' } });
    robin = stage.person('requester');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    atAlex = alex.personalChat();
    channel = stage.teams.channel({ id: '19:ops@thread.tacv2', people: [robin, avery, alex], name: 'Operations' });
    for (const person of [avery, alex]) await answerTo(person, 'help');
    await answerTo(avery, 'approvals here', channel);
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  /** Waits until all its cards stand: of one that is on its way while time leaps or the bot is killed, a copy would be sent. */
  const hasArrived = (asked: ChatMessage): Promise<ChatMessage> =>
    atRobin.waitFor(
      ({ id, readable }) => id === asked.id && /2 of \d approvers were told\. It is posted in 1 place/.test(readable),
      15_000,
    );
  const cards = (chat: Chat, id: string): readonly ChatMessage[] => chat.messages().filter(says(id));
  const reminder =
    (id: string, nth: number) =>
    (message: ChatMessage): boolean =>
      says(id)(message) && message.readable.includes(`Reminder ${nth}`);

  it('come at half and at nine tenths of the time, and everything is closed when it expires', async function () {
    this.timeout(90_000);
    const asked = await asks(robin, 'block info@lighthouse.example nobody owns it');
    const id = requestIdIn(asked);
    const first = await atAvery.waitFor(says(id), 10_000);
    const posted = await channel.waitFor(says(id), 10_000);

    await hasArrived(asked);
    await stage.advance(5);
    const half = await atAvery.waitFor(reminder(id, 1), 25_000);
    assert.match(half.readable, /Reminder 1: \d minutes left to decide/);
    assert.match(JSON.stringify(half.card), /"verb":"approve"/);
    await atAvery.waitFor(
      (message) => message.id === first.id && /A newer card of it stands further down/.test(message.readable),
      10_000,
    );
    const atChannel = await channel.waitFor(reminder(id, 1), 10_000);
    assert.equal(atChannel.threadId, atChannel.id, 'a post of its own');
    await channel.waitFor(
      (message) => message.id === posted.id && !/"verb":"approve"/.test(JSON.stringify(message.card)),
    );

    await stage.advance(4);
    await atAvery.waitFor(reminder(id, 2), 25_000);
    await atAlex.waitFor(reminder(id, 2), 10_000);
    await stage.advance(1);
    await becomes(atRobin, asked, '– Expired', 20_000);
    for (const chat of [atAvery, atAlex, channel]) {
      await chat.waitFor(
        () => cards(chat, id).length === 3 && cards(chat, id).every(({ readable }) => readable.startsWith('– Expired')),
        20_000,
      );
      for (const { card } of cards(chat, id)) assert.doesNotMatch(JSON.stringify(card), /"verb":"(approve|deny)"/);
    }
    assert.equal(cards(atRobin, id).length, 1, 'the requester is not reminded');
    const record = await answerTo(avery, `audit ${id}`);
    assert.equal(record.readable.match(/Approvers reminded/g)?.length, 2);
    const [expired] = cards(atRobin, id);
    assert.match(expired?.readable ?? '', new RegExp(`“anew ${id}” makes a preview with the same reason`));
    const anew = await answerTo(robin, `anew ${id}`);
    assert.match(anew.readable, /^Preview[\s\S]+nobody owns it/);
  });

  it('leave alone who has decided, and lead on from the older card', async function () {
    this.timeout(90_000);
    const asked = await asks(robin, 'block travel@lighthouse.example unused');
    const id = requestIdIn(asked);
    const first = await atAvery.waitFor(says(id), 10_000);
    await hasArrived(asked);
    await avery.presses(first, { verb: 'approve' });
    await becomes(atRobin, asked, '⏳ Pending approval (1 of 2)');
    await stage.advance(5);
    const half = await atAlex.waitFor(reminder(id, 1), 25_000);
    await channel.waitFor(reminder(id, 1), 10_000);
    assert.deepEqual(
      cards(atAvery, id).map((card) => card.id),
      [first.id],
    );

    const shrunk = await atAlex.waitFor(
      (message) => says(id)(message) && /A newer card of it stands further down/.test(message.readable),
      10_000,
    );
    const opened = await (async () => {
      const before = atAlex.messages().length;
      await alex.presses(shrunk, { verb: 'request' });
      return atAlex.waitFor((_, index) => index >= before, 10_000);
    })();
    assert.match(JSON.stringify(opened.card), /"verb":"approve"/);
    await alex.presses(half, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    for (const card of cards(atAlex, id)) await becomes(atAlex, card, '✓ Blocked', 20_000);
    for (const card of cards(channel, id)) await becomes(channel, card, '✓ Blocked', 20_000);
  });

  it('of what was withdrawn never go out, and those that stand are closed', async function () {
    this.timeout(90_000);
    const asked = await asks(robin, 'block reception@lighthouse.example unused');
    const id = requestIdIn(asked);
    await hasArrived(asked);
    await stage.advance(5);
    await atAvery.waitFor(reminder(id, 1), 25_000);
    await robin.presses(asked, { verb: 'withdraw' });
    await becomes(atRobin, asked, '– Withdrawn');
    for (const chat of [atAvery, atAlex, channel]) {
      await chat.waitFor(() => cards(chat, id).every(({ readable }) => readable.startsWith('– Withdrawn')), 20_000);
    }
    // Past nine tenths of its time, as another request that is asked for now shows.
    const another = await asks(robin, 'block invoices@lighthouse.example unused');
    const next = requestIdIn(another);
    await hasArrived(another);
    await stage.advance(5);
    await atAvery.waitFor(reminder(next, 1), 25_000);
    for (const chat of [atAvery, atAlex, channel]) assert.ok(cards(chat, id).length <= 2);
    await answerTo(avery, `deny ${next} not now`);
  });

  it('are made good once for those that a stopped bot missed', async function () {
    this.timeout(120_000);
    const asked = await asks(robin, 'block "Scanner Ground Floor" unused');
    const id = requestIdIn(asked);
    await hasArrived(asked);
    await stage.restart('kill', { minutes: 6 });
    await atAvery.waitFor(reminder(id, 1), 40_000);
    await atAlex.waitFor(reminder(id, 1), 10_000);
    await stage.advance(4);
    await becomes(atRobin, asked, '– Expired', 40_000);
    const numbers = cards(atAvery, id).length;
    assert.ok(numbers <= 3, `${numbers} cards`);
    const record = await answerTo(avery, `audit ${id}`);
    const reminded = record.readable.match(/Approvers reminded/g)?.length ?? 0;
    assert.ok(reminded >= 1 && reminded <= 2, record.readable);
  });
});
