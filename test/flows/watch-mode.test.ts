// A bot that only watches: it says so on every card, refuses what would need a write, and writes nothing on any path.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const BANNER = 'Watch mode: Mailbox Guard reads and tells, and writes nothing.';

describe('watch mode', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let atRobin: Chat;
  let atAvery: Chat;

  beforeEach(async function () {
    this.timeout(60_000);
    stage = await openStage({ movesTime: true, env: { REVOKE_SESSIONS: 'on' } });
    robin = stage.person('requester');
    avery = stage.person('approver');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });

  afterEach(() => stage.close());

  const watch = (): Promise<void> => stage.restart('stop', { env: { MODE: 'watch' } });
  const writes = (): readonly string[] =>
    stage.tenant.requests.entries
      .filter(({ service, method, route }) => service === 'graph' && (method === 'PATCH' || route.includes('revoke')))
      .map(({ method, route }) => `${method} ${route}`);
  const saysSo = (message: ChatMessage): void => assert.ok(message.readable.startsWith(BANNER), message.readable);

  it('is said on every card, new, edited and answered', async function () {
    this.timeout(120_000);
    await watch();
    for (const line of [
      'help',
      'list',
      'list exempt',
      'status reception',
      'status info',
      'requests',
      'audit',
      'scan',
      'request ABCDEF',
      'nonsense',
      'exempt reception',
      'block reception nobody signs in',
      'unblock support@lighthouse.example for 2h scanner',
    ]) {
      saysSo(await answerTo(robin, line));
    }
    const list = await answerTo(robin, 'list');
    await robin.presses(list, { title: 'Next' });
    const turned = JSON.stringify(robin.sees(list));
    assert.match(turned, /11 to 20/);
    assert.ok(turned.includes(BANNER));
    const asked = await asks(robin, 'exempt reception for 2h scanner');
    saysSo(asked);
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    saysSo(sent);
    await avery.presses(sent, { verb: 'approve' });
    for (const [chat, card] of [
      [atRobin, asked],
      [atAvery, sent],
    ] as const) {
      saysSo(await chat.waitFor(({ id, readable }) => id === card.id && readable.includes('✓ Exempted'), 30_000));
    }
    const nika = stage.person('nestedApprover');
    await nika.installs(nika.personalChat());
    saysSo(await nika.personalChat().waitFor(() => true));
  });

  it('lets nobody ask for a write, and exempts without one', async function () {
    this.timeout(120_000);
    const preview = await answerTo(robin, 'block travel@lighthouse.example asked for while the bot acts');
    await watch();
    assert.match((await answerTo(robin, 'block reception gone')).readable, /runs in watch mode/);
    assert.match((await answerTo(robin, 'unblock support@lighthouse.example for 2h x')).readable, /runs in watch mode/);
    const pressed = await robin.presses(preview, { verb: 'submit' });
    assert.match(pressed.error?.message ?? '', /runs in watch mode/);
    const asked = await asks(robin, 'exempt travel@lighthouse.example for 20m scanner');
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    await atRobin.waitFor(({ id, readable }) => id === asked.id && readable.includes('✓ Exempted'), 30_000);
    await stage.advance(21);
    await atRobin.waitFor(says('An exemption has ended'), 30_000);
    assert.deepEqual(writes(), []);
  });

  it('leaves alone what was approved before, saying why', async function () {
    this.timeout(120_000);
    const asked = await asks(robin, 'block travel@lighthouse.example approved while the bot acted');
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    const away = stage.tenant.faults.add({ service: 'exchange', effect: { kind: 'status', status: 503 } });
    await avery.presses(sent, { verb: 'approve' });
    await atAvery.waitFor(({ id, readable }) => id === sent.id && readable.includes('Approved, blocking now'), 30_000);
    await watch();
    stage.tenant.faults.clear(away);
    await stage.advance(1);
    const done = await atRobin.waitFor(
      ({ id, readable }) => id === asked.id && readable.includes('Not blocked'),
      60_000,
    );
    assert.match(done.readable, /The bot is in watch mode and writes nothing/);
    assert.deepEqual(writes(), []);
    assert.equal(stage.tenant.directory.isEnabled('travel'), true);
  });

  it('tells of the end of an unblock instead of blocking', async function () {
    this.timeout(120_000);
    const asked = await asks(robin, 'unblock support@lighthouse.example for 20m scanner');
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Unblocked', 30_000);
    const before = writes();
    await watch();
    await stage.advance(21);
    const told = await atRobin.waitFor(says('An exemption has ended'), 30_000);
    saysSo(told);
    assert.match(told.readable, /block it in the Microsoft 365 admin center/);
    assert.ok(!atRobin.messages().some(says('block again, as agreed in request')));
    assert.match((await answerTo(robin, 'list exposed support')).readable, /Support/);
    assert.deepEqual(writes(), before);
    assert.equal(stage.tenant.directory.isEnabled('support@lighthouse.example'), true);
  });
});
