// Turns that take longer than Teams waits, and clients that know only Action.Submit: nobody's card is overwritten.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

/** Longer than the bot lets a press wait. */
const SLOW_MS = 5000;

describe('slow turns and old clients', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let oli: Person;
  let group: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    oli = stage.person('outsider');
    group = stage.teams.groupChat({ id: '19:slow@thread.v2', people: [robin, avery, oli], name: 'Mail team' });
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
    await answerTo(avery, 'admit here', group);
  });

  afterEach(() => {
    stage.tenant.faults.clear();
  });

  after(() => stage.close());

  const slowGraph = (): void => {
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: SLOW_MS }, count: 1 });
  };

  async function askedInGroup(mailbox: string): Promise<ChatMessage> {
    const card = await asks(robin, `block ${mailbox} unused`, group);
    await group.waitFor((message) => message.id === card.id && /of \d approvers/.test(message.readable), 10_000);
    return card;
  }

  it('keeps the request card of a group as it is when a late Review is refused or allowed', async () => {
    const card = await askedInGroup('travel@lighthouse.example');
    const id = requestIdIn(card);
    slowGraph();
    const before = group.messages().length;
    await oli.presses(card, { verb: 'review' });
    await group.waitFor((message, at) => at >= before && /approvers group/.test(message.readable), 10_000);
    assert.match(card.readable, /^⏳ Pending approval/);

    const own = avery.personalChat().messages().length;
    slowGraph();
    await avery.presses(card, { verb: 'review' });
    const answer = await avery.personalChat().waitFor((message, at) => at >= own && says(id)(message), 15_000);
    assert.match(JSON.stringify(answer.card), /"verb":"approve"/);
    assert.doesNotMatch(JSON.stringify(card.card), /"verb":"approve"/);
    await avery.presses(answer, { verb: 'approve' });
    await becomes(group, card, '✓ Blocked');
    await becomes(avery.personalChat(), answer, '✓ Blocked');
  });

  it('keeps a card true whose approval was typed and took long', async () => {
    const asked = await asks(robin, 'block invoices@lighthouse.example unused');
    const id = requestIdIn(asked);
    await avery.personalChat().waitFor(says(id), 10_000);
    const before = avery.personalChat().messages().length;
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 7000 }, count: 1 });
    await avery.types(avery.personalChat(), `approve ${id}`);
    const working = await avery.personalChat().waitFor((_, at) => at >= before, 10_000);
    await becomes(avery.personalChat(), working, '✓ Blocked', 20_000);
  });

  it('shows no decision buttons to a group when an old client presses Review', async () => {
    const card = await askedInGroup('info@lighthouse.example');
    const own = avery.personalChat().messages().length;
    await avery.submits(card, { verb: 'review' });
    const answer = await avery.personalChat().waitFor((_, at) => at >= own, 10_000);
    assert.match(JSON.stringify(answer.card), /"verb":"approve"/);
    assert.doesNotMatch(JSON.stringify(card.card), /"verb":"approve"/);
    await avery.submits(answer, { verb: 'approve' });
    await becomes(group, card, '✓ Blocked');
    await becomes(avery.personalChat(), answer, '✓ Blocked');
  });

  it('keeps the list of requests when one of them is opened and decided', async () => {
    const asked = await asks(robin, 'block "Projector Cart 3" stored away');
    const id = requestIdIn(asked);
    await avery.personalChat().waitFor(says(id), 10_000);
    const list = await answerTo(avery, 'requests');
    const before = avery.personalChat().messages().length;
    await avery.presses(list, { verb: 'request', where: (data) => data['requestId'] === id });
    const opened = await avery.personalChat().waitFor((message, at) => at >= before && says(id)(message), 10_000);
    await avery.presses(opened, { verb: 'approve' });
    await becomes(avery.personalChat(), opened, '✓ Blocked');
    assert.match(list.readable, /open request/);
  });

  it('finishes a late answer before it stops', async () => {
    stage.tenant.faults.add({ service: 'graph', effect: { kind: 'delay', ms: 8000 }, count: 1 });
    const before = robin.personalChat().messages().length;
    await robin.types(robin.personalChat(), 'status reception');
    const working = await robin.personalChat().waitFor((_, at) => at >= before, 10_000);
    await stage.restart();
    assert.match(working.readable, /reception@lighthouse/);
  });
});
