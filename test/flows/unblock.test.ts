// A timed unblock: allowed for a time, blocked again at its end by itself, whatever happens to the bot meanwhile.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import type { Effect } from '../../sandbox/tenant/faults.js';
import { until } from '../src/db/waiting.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('a timed unblock', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let oakley: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  beforeEach(async function () {
    this.timeout(60_000);
    stage = await openStage({ movesTime: true });
    robin = stage.person('requester');
    avery = stage.person('approver');
    oakley = stage.person('operator');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    for (const person of [avery, oakley]) await answerTo(person, 'help');
    await answerTo(robin, 'list');
  });

  afterEach(() => stage.close());

  const isEnabled = (alias = 'support'): boolean => stage.tenant.directory.isEnabled(`${alias}@lighthouse.example`);
  const signInWrites = (): number => stage.tenant.requests.count({ method: 'PATCH', route: 'PATCH /users/{id}' });

  /** Asked for and approved; the cards of requester and approver once sign-in is allowed. */
  async function unblocked(line: string): Promise<readonly [ChatMessage, ChatMessage]> {
    const asked = await asks(robin, line);
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    assert.equal(isEnabled(), false);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atAvery, sent, '✓ Unblocked', 30_000);
    await becomes(atRobin, asked, '✓ Unblocked', 15_000);
    assert.equal(isEnabled(), true);
    return [asked, sent];
  }

  it('is refused without an end, and reads the end back in full', async () => {
    const asking = await answerTo(robin, 'unblock support@lighthouse.example scanner');
    assert.match(asking.readable, /Until when, and why/);
    const preview = await answerTo(
      robin,
      'unblock support@lighthouse.example for 20 minutes owner oakley.operate@lighthouse.example scanner',
    );
    assert.match(preview.readable, /Until\n\w+ \d+, \d{4}, \d\d:\d\d [AP]M \S+ \(in (19|20) minutes\)/);
    assert.match(preview.readable, /Owner\nOakley Operate/);
    assert.match(preview.readable, /blocked → allowed/);
    const nobody = await answerTo(
      robin,
      'unblock support@lighthouse.example for 20m owner nobody@lighthouse.example scanner',
    );
    assert.match(nobody.readable, /Entra knows nobody who signs in as "nobody@lighthouse.example"/);
    const guest = await answerTo(
      robin,
      `unblock support@lighthouse.example for 20m owner ${stage.tenant.people.guest.objectId} scanner`,
    );
    assert.match(guest.readable, /is a guest/);
  });

  it('ends in the block that was agreed on, on cards in the same chats and with the owner', async function () {
    this.timeout(120_000);
    const [asked] = await unblocked(
      'unblock support@lighthouse.example for 20m owner oakley.operate@lighthouse.example scanner is repaired',
    );
    const listed = await answerTo(robin, 'list exempt');
    assert.match(listed.readable, /exempt until .* \(in (19|20) minutes\) · Oakley Operate: scanner is repaired/);
    await stage.advance(21);
    for (const chat of [atRobin, atAvery, oakley.personalChat()]) {
      const card = await chat.waitFor(says('block again, as agreed in request'), 30_000);
      await becomes(chat, card, '✓ Blocked', 30_000);
      assert.match(card.readable, /Avery Approve/);
      assert.doesNotMatch(JSON.stringify(card.card), /"verb":"(approve|deny)"/);
    }
    assert.equal(isEnabled(), false);
    assert.match((await answerTo(robin, 'list exempt')).readable, /No exempt mailboxes/);
    const record = await answerTo(avery, 'audit support@lighthouse.example');
    for (const event of ['Exemption ended', 'Block written', 'Block read back']) {
      assert.ok(record.readable.includes(event), event);
    }
    const before = await answerTo(avery, `audit ${requestIdIn(asked)}`);
    for (const event of ['Exemption in force', 'Unblock written', 'Unblock read back', 'Exemption ended']) {
      assert.ok(before.readable.includes(event), event);
    }
  });

  it('ends though the bot was killed and the end came while it was down', async function () {
    this.timeout(120_000);
    await unblocked('unblock support@lighthouse.example for 20m scanner');
    await stage.restart('kill', { minutes: 40 });
    const card = await atRobin.waitFor(says('block again, as agreed in request'), 60_000);
    await becomes(atRobin, card, '✓ Blocked', 60_000);
    assert.equal(isEnabled(), false);
  });

  it('ends right after a restart, and once only', async function () {
    this.timeout(120_000);
    await unblocked('unblock support@lighthouse.example for 20m scanner');
    await stage.advance(19.8);
    await stage.restart('stop');
    await stage.advance(1);
    const card = await atRobin.waitFor(says('block again, as agreed in request'), 60_000);
    await becomes(atRobin, card, '✓ Blocked', 60_000);
    await stage.restart('kill');
    await answerTo(robin, 'status support@lighthouse.example');
    assert.equal(atRobin.messages().filter(says('block again, as agreed in request')).length, 1);
    assert.equal(signInWrites(), 2, 'one to allow it, one to block it');
  });

  it('ends though Microsoft was away when it should have', async function () {
    this.timeout(120_000);
    await unblocked('unblock support@lighthouse.example for 20m scanner');
    const away = stage.tenant.faults.add({ service: 'graph', effect: { kind: 'status', status: 503 } });
    await stage.advance(21);
    const card = await atAvery.waitFor(says('block again, as agreed in request'), 60_000);
    assert.match(card.readable, /Agreed before, blocking (next|now)/);
    assert.equal(isEnabled(), true);
    stage.tenant.faults.clear(away);
    await stage.advance(1);
    await becomes(atAvery, card, '✓ Blocked', 60_000);
    assert.equal(isEnabled(), false);
  });

  it('goes on after a kill between the exemption and the write, and after the write', async function () {
    this.timeout(180_000);
    const steps: readonly (readonly [string, string, Effect])[] = [
      ['before', 'careers', { kind: 'status', status: 503, retryAfter: 60 }],
      ['after', 'press', { kind: 'status', status: 503, retryAfter: 60, applied: true }],
    ];
    for (const [when, alias, effect] of steps) {
      const asked = await asks(robin, `unblock ${alias}@lighthouse.example for 15m scanner`);
      const id = requestIdIn(asked);
      const sent = await atAvery.waitFor(says(id), 15_000);
      const stuck = stage.tenant.faults.add({ method: 'PATCH', count: 1, effect });
      await avery.presses(sent, { verb: 'approve' });
      await until(() => stage.tenant.faults.list().every(({ id: left }) => left !== stuck), 15_000);
      await stage.restart('kill');
      stage.tenant.faults.clear();
      await becomes(atRobin, asked, '✓ Unblocked', 90_000);
      assert.equal(isEnabled(alias), true, when);
      const status = await answerTo(robin, `status ${alias}@lighthouse.example`);
      assert.match(status.readable, /Sign-in allowed: exempt/, when);
      await stage.advance(16);
      const card = await atRobin.waitFor(says(`block again, as agreed in request ${id}`), 60_000);
      await becomes(atRobin, card, '✓ Blocked', 60_000);
      assert.equal(isEnabled(alias), false, when);
    }
  });
});
