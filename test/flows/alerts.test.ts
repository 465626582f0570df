// Alerts as people meet them: told where they asked to be, acted on from the card, quiet for a time, many as one, and never lost.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const ENABLED = 'Sign-in was allowed again';

describe('alerts', () => {
  let stage: Stage;
  let avery: Person;
  let alex: Person;
  let robin: Person;
  let oli: Person;
  let atRobin: Chat;
  let atAvery: Chat;
  let channel: Chat;
  /** Mailboxes that are blocked at first. */
  let shut: readonly string[];

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({
      movesTime: true,
      env: {
        ...{ WATCH_INTERVAL: 'PT1S', SCAN_INTERVAL: 'PT1H', ALERT_FLOOD: '3', ESCALATION_AFTER: 'PT10M' },
        HEARTBEAT_INTERVAL: 'PT3M',
      },
      tenant: { switches: { auditLagMs: 30_000, deltaLagMs: 300, listReadLagMs: 300 } },
    });
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    robin = stage.person('requester');
    oli = stage.person('outsider');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    const people = [robin, avery, alex, oli];
    channel = stage.teams.channel({ id: '19:alerts@thread.tacv2', people, name: 'Alerts' });
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
    const { contents } = stage.tenant.directory;
    shut = contents.mailboxes
      .filter(({ type, objectId }) => {
        const user = contents.user(objectId ?? '');
        const isPlain = user !== undefined && user.onPremisesSyncEnabled !== true && user.licences.length === 0;
        return type === 'SharedMailbox' && isPlain && !stage.tenant.directory.isEnabled(user.id);
      })
      .map(({ address }) => address);
    assert(shut.length >= 5, 'the tenant has too few blocked mailboxes');
  });

  after(() => stage.close());

  const address = (n: number): string => shut[n] ?? assert.fail();
  const alertOn =
    (n: number) =>
    ({ readable }: ChatMessage): boolean =>
      readable.includes(ENABLED) && readable.includes(address(n));
  const set = (n: number, enabled: boolean, by?: string): void =>
    void stage.tenant.directory.setAccountEnabled(address(n), enabled, by);
  const alertIdIn = ({ readable }: ChatMessage): string =>
    /Alert ([A-Z0-9]{8})/.exec(readable)?.[1] ?? assert.fail(readable);

  it('come to a place by an approver’s word, to a chat of their own by an operator’s, and to nobody else', async () => {
    assert.match((await answerTo(robin, 'alerts here', channel)).readable, /approvers group/);
    assert.match((await answerTo(oli, 'alerts here')).readable, /operators group/);
    assert.match((await answerTo(oli, 'alerts', channel)).readable, /operators group/);
    assert.match((await answerTo(avery, 'alerts', channel)).readable, /personal chat/);
    assert.match((await answerTo(avery, 'alerts here purple', channel)).readable, /does not fit here/);
    assert.match((await answerTo(avery, 'alerts here', channel)).readable, /Alerts come here/);
    assert.match((await answerTo(robin, 'alerts here shared')).readable, /Told here: shared\./);
    // What is open already comes to the new place meanwhile: the next message need not be the answer.
    await robin.types(atRobin, 'alerts');
    const { readable } = await atRobin.waitFor(says('Who is told'), 15_000);
    assert.match(readable, /Who is told.*Alerts.*Chat with/su);
  });

  it('name who it was, take a request from the card, and close on every copy with who had it blocked', async function () {
    this.timeout(60_000);
    set(0, true, 'Oli Outside');
    const mine = await atRobin.waitFor(alertOn(0), 20_000);
    const theirs = await channel.waitFor(alertOn(0), 20_000);
    await stage.advance(1);
    for (const chat of [atRobin, channel]) {
      await chat.waitFor((message) => alertOn(0)(message) && says('Oli Outside')(message), 20_000);
    }
    const before = atRobin.messages().length;
    await robin.presses(mine, { verb: 'block' }, { reason: 'nobody asked for it' });
    const preview = await atRobin.waitFor((_, index) => index >= before, 15_000);
    await robin.presses(preview, { verb: 'submit' });
    const asked = await atRobin.waitFor(
      (message) => message.id === preview.id && says('equest')(message) && !message.readable.startsWith('Preview'),
      15_000,
    );
    await answerTo(avery, `approve ${requestIdIn(asked)}`);
    for (const [chat, card] of [
      [atRobin, mine],
      [channel, theirs],
    ] as const) {
      const closed = await becomes(chat, card, `✓ ${ENABLED}: closed`, 20_000);
      assert.match(closed.readable, /Approved by/);
      assert.match(closed.readable, /nobody asked for it/);
      assert.doesNotMatch(JSON.stringify(avery.sees(closed)), /"verb":"(?:block|snooze|acknowledge)"/);
    }
  });

  it('are quiet for as long as somebody says, and speak again when that is over', async function () {
    this.timeout(60_000);
    set(1, true);
    const card = await channel.waitFor(alertOn(1), 20_000);
    await atRobin.waitFor(alertOn(1), 20_000);
    const id = alertIdIn(card);
    assert.match((await answerTo(robin, `snooze ${id} for 90 days too long`)).readable, /30 days at most/);
    assert.match((await answerTo(robin, `snooze ${id} for 10 minutes`)).readable, /Say why/);
    await avery.presses(card, { verb: 'snooze' }, { until: '10 minutes', why: 'the owner is asked' });
    const quiet = await becomes(channel, card, `● ${ENABLED}: snoozed`, 20_000);
    assert.match(quiet.readable, /the owner is asked/);
    await atRobin.waitFor((message) => alertOn(1)(message) && says('snoozed')(message), 20_000);
    const before = channel.messages().length;
    await stage.advance(11);
    const again = await channel.waitFor((message, index) => index >= before && alertOn(1)(message), 30_000);
    const awake = await atRobin.waitFor((message) => alertOn(1)(message) && !says('snoozed')(message), 20_000);
    await robin.presses(awake, { verb: 'acknowledge' });
    await channel.waitFor((message) => message.id === again.id && says('takes care of it')(message), 20_000);
    set(1, false);
    for (const one of [card, again]) await becomes(channel, one, `✓ ${ENABLED}`, 20_000);
  });

  it('are told to the approvers when nobody takes care of them', async function () {
    this.timeout(60_000);
    set(2, true);
    const card = await channel.waitFor(alertOn(2), 20_000);
    assert.equal(atAvery.messages().some(alertOn(2)), false);
    await stage.advance(11);
    await atAvery.waitFor(alertOn(2), 30_000);
    const called = await channel.waitFor(
      (message) => message.id === card.id && message.readable.includes('still open'),
      20_000,
    );
    assert.match(JSON.stringify(avery.sees(called)), /"type":"mention"/);
    set(2, false);
    await atAvery.waitFor((message) => alertOn(2)(message) && says('closed')(message), 20_000);
  });

  it('are one digest when they are many, which counts what is fixed', async function () {
    this.timeout(60_000);
    for (const n of [0, 1, 2, 3, 4]) set(n, true);
    const digest = await channel.waitFor(says('new alerts at once'), 20_000).catch(() => null);
    // Changes may fall into two polls; then some are told singly.
    if (digest !== null) {
      for (const n of [0, 1, 2, 3, 4]) set(n, false);
      await channel.waitFor(
        (message) => message.id === digest.id && /fixed$/mu.test(message.readable.split('\n')[0] ?? ''),
        30_000,
      );
    } else for (const n of [0, 1, 2, 3, 4]) set(n, false);
  });

  it('go to the approvers when the place is gone, and come back with it', async function () {
    this.timeout(90_000);
    await answerTo(robin, 'alerts off');
    set(3, true);
    await channel.waitFor((message) => alertOn(3)(message) && message.readable.startsWith('⚠'), 20_000);
    await avery.uninstalls(channel);
    set(4, true);
    await atAvery.waitFor(alertOn(4), 30_000);
    await atAvery.waitFor(says('open alerts'), 30_000);
    await atAvery.waitFor(says('Alerts do not arrive there any more'), 20_000);
    assert.match((await answerTo(avery, 'alerts')).readable, /cannot be reached/);
    await avery.installs(channel);
    const before = channel.messages().length;
    await answerTo(avery, 'alerts here', channel);
    await channel.waitFor((message, index) => index >= before && /\d+ open alerts/.test(message.readable), 20_000);
    set(3, false);
    set(4, false);
  });

  it('are not the only thing that is said: a heartbeat tells how the mailboxes stand, once', async function () {
    this.timeout(90_000);
    const beats = (): readonly ChatMessage[] => channel.messages().filter(says('the next one follows in'));
    const before = beats().length;
    await stage.advance(3);
    await stage.restart();
    const beat = await channel.waitFor(
      (message) => says('the next one follows in')(message) && !beats().slice(0, before).includes(message),
      45_000,
    );
    assert.match(beat.readable, /\d+ mailboxes, all read .* ago/);
  });
});
