// Teams at its worst: removed bots, throttling, answers that never came. Each card arrives, once where that can be known.
import assert from 'node:assert/strict';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('delivery', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let alex: Person;
  let atRobin: Chat;
  let atAvery: Chat;
  let atAlex: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    atAlex = alex.personalChat();
    for (const person of [avery, alex]) await answerTo(person, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  it('repeats what Teams asks to repeat: 412 and 429, with and without Retry-After', async () => {
    const { faults } = stage.teams;
    faults.add({ operation: 'send', conversation: atAvery.id, times: 1, fault: { kind: 'status', status: 412 } });
    faults.add({ operation: 'send', conversation: atAlex.id, times: 2, fault: { kind: 'status', status: 429 } });
    const asked = await asks(robin, 'block reception@lighthouse.example unused');
    const id = requestIdIn(asked);
    await atAvery.waitFor(says(id), 20_000);
    await atAlex.waitFor(says(id), 20_000);
    faults.add({
      operation: 'update',
      conversation: atRobin.id,
      times: 1,
      fault: { kind: 'status', status: 429, retryAfter: '1' },
    });
    await answerTo(avery, `approve ${id}`);
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
  });

  it('repeats a send whose outcome is unknown once, marked as a copy, and keeps both true', async function () {
    this.timeout(60_000);
    const cut = stage.teams.faults.add({
      operation: 'send',
      conversation: atAlex.id,
      times: 1,
      fault: { kind: 'reset', effect: true },
    });
    const asked = await asks(robin, 'block travel@lighthouse.example unused');
    const id = requestIdIn(asked);
    await atAlex.waitFor((message) => says(id)(message) && /may stand here twice/.test(message.readable), 45_000);
    assert.equal(cut.struck, 1);
    const copies = atAlex.messages().filter(says(id));
    assert.equal(copies.length, 2);
    const first = copies[0];
    assert.ok(first !== undefined);
    await alex.presses(first, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    for (const copy of copies) await becomes(atAlex, copy, '✓ Blocked', 20_000);
  });

  it('counts as told only whose card arrived, and tries the others again when something changes', async function () {
    this.timeout(180_000);
    const fault = { kind: 'status', status: 503 } as const;
    const down = stage.teams.faults.add({ operation: 'send', conversation: atAlex.id, times: Infinity, fault });
    const asked = await asks(robin, 'block "Room Aurora (12)" unused');
    const id = requestIdIn(asked);
    const sent = await atAvery.waitFor(says(id), 10_000);
    await atRobin.waitFor((message) => message.id === asked.id && /1 of \d/.test(message.readable), 45_000);
    assert.equal(atAlex.messages().filter(says(id)).length, 0);
    assert.ok(down.struck <= 3, 'sent again and again though it may have arrived');
    down.remove();
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    // Whether it was marked as a copy on its way depends on how many tries the outage took; what counts is that it is true.
    await atAlex.waitFor((message) => says(id)(message) && message.readable.startsWith('✓ Blocked'), 60_000);
  });

  it('goes on without those who removed the bot, and finds them again when they return', async () => {
    await alex.uninstalls(atAlex);
    const asked = await asks(robin, 'block invoices@lighthouse.example unused');
    const id = requestIdIn(asked);
    await atAvery.waitFor(says(id), 10_000);
    await atRobin.waitFor((message) => message.id === asked.id && /1 of \d/.test(message.readable), 10_000);
    assert.equal(atAlex.messages().filter(says(id)).length, 0);
    await alex.installs(atAlex);
    const next = await asks(robin, 'block "Projector Cart 3" unused');
    await atAlex.waitFor(says(requestIdIn(next)), 10_000);
    await atRobin.waitFor((message) => message.id === next.id && /2 of \d/.test(message.readable), 10_000);
    await atAlex.waitFor((message) => says(requestIdIn(next))(message) && /2 of \d/.test(message.readable), 10_000);
  });

  it('notices a place that is gone without a farewell', async () => {
    atAlex.becomes('blocked');
    const asked = await asks(robin, 'block info@lighthouse.example unused');
    const id = requestIdIn(asked);
    const sent = await atAvery.waitFor(says(id), 10_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    const calls = stage.teams.calls.filter(
      ({ conversationId, status }) => conversationId === atAlex.id && status === 403,
    );
    // The card, or an edit that was on its way to an older one: whichever is refused first tells, and nothing follows.
    assert.equal(calls.length, 1, calls.map(({ operation }) => operation).join(', '));
  });
});
