// Somebody allows sign-in again: the bot says so, finds out who it was, and closes it when it is mended.
import assert from 'node:assert/strict';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const ENABLED = 'Sign-in was allowed again';
const byIt = (name: string) => (message: { readonly readable: string }) =>
  message.readable.includes(ENABLED) && message.readable.includes(name);

describe('watching', () => {
  let stage: Stage;
  let avery: Person;
  let robin: Person;
  let atAvery: Chat;
  /** Mailboxes that are blocked at first. */
  let shut: readonly string[];

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({
      movesTime: true,
      env: { WATCH_INTERVAL: 'PT1S', SCAN_INTERVAL: 'PT1H' },
      tenant: { switches: { auditLagMs: 30_000, deltaLagMs: 300, listReadLagMs: 300 } },
    });
    avery = stage.person('approver');
    robin = stage.person('requester');
    atAvery = avery.personalChat();
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
  const enable = (n: number, by?: string): void => {
    stage.tenant.directory.setAccountEnabled(address(n), true, by);
  };

  it('tells within seconds, looks up who it was, and names that person', async () => {
    const enabledAt = Date.now();
    enable(0, 'Oli Outside');
    const card = await atAvery.waitFor(byIt(address(0)), 20_000);
    const seconds = (Date.now() - enabledAt) / 1000;
    assert(seconds < 15, `it took ${seconds} s`);
    assert.match(card.readable, /looking up who/);
    await stage.advance(1);
    const named = await atAvery.waitFor(
      (message) => message.id === card.id && message.readable.includes('Oli Outside'),
      20_000,
    );
    assert.doesNotMatch(named.readable, /looking up who/);
    assert.equal(atAvery.messages().filter(byIt(address(0))).length, 1);
  });

  it('closes the card when somebody blocks it outside of the bot', async () => {
    const card = await atAvery.waitFor(byIt(address(0)));
    stage.tenant.directory.setAccountEnabled(address(0), false);
    const closed = await becomes(atAvery, card, `✓ ${ENABLED}`, 20_000);
    assert.match(closed.readable, /blocked outside of the bot/);
  });

  it('names the request that closed it, and calls its own writes nobody’s', async () => {
    enable(1);
    const card = await atAvery.waitFor(byIt(address(1)), 20_000);
    const asked = await asks(robin, `block ${address(1)} it was a mistake`);
    const id = requestIdIn(asked);
    const sent = await atAvery.waitFor(says(id), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '✓ Blocked', 20_000);
    const closed = await becomes(atAvery, card, `✓ ${ENABLED}`, 20_000);
    assert.match(closed.readable, new RegExp(`blocked by request ${id}`));
  });

  it('says nothing about what was agreed on', async () => {
    const asked = await asks(robin, `unblock ${address(2)} for 2h a supplier needs it`);
    const sent = await atAvery.waitFor(says(requestIdIn(asked)), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    await becomes(robin.personalChat(), asked, '✓', 20_000);
    await atAvery.waitFor((message) => message.id === sent.id && message.readable.startsWith('✓'), 20_000);
    enable(3);
    // A later change was told, so the earlier one would have been.
    await atAvery.waitFor(byIt(address(3)), 20_000);
    assert.deepEqual(atAvery.messages().filter(byIt(address(2))), []);
  });

  it('does not miss what happens while it is down, nor tell anything twice', async function () {
    this.timeout(90_000);
    const before = atAvery.messages().length;
    await stage.restart('kill', { deed: () => enable(4) });
    await atAvery.waitFor(byIt(address(4)), 45_000);
    stage.tenant.directory.setAccountEnabled(address(4), false);
    await atAvery.waitFor((message) => byIt(address(4))(message) && message.readable.startsWith('✓'), 20_000);
    const told = atAvery.messages().slice(before);
    assert.equal(told.length, 1, told.map(({ readable }) => readable).join('\n---\n'));
  });
});
