// A new tenant in which nobody asked for alerts and no approver has a chat: nothing is told, and nothing says that it was.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, says } from '../support/reading.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

const UNTOLD = 'an alert could be told to nobody';
const NOT_TOLD = 'No approver was told yet';

describe('an alert of which nobody can be told', () => {
  let stage: Stage;
  let robin: Person;
  let address: string;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({
      movesTime: true,
      env: { WATCH_INTERVAL: 'PT1S', SCAN_INTERVAL: 'PT1H', SIGN_IN_LOOKS: '0', ESCALATION_AFTER: 'PT10M' },
      tenant: { switches: { auditLagMs: 30_000 } },
    });
    robin = stage.person('requester');
    await answerTo(robin, 'list');
    const { directory } = stage.tenant;
    const shut = directory.contents.mailboxes.find(({ type, objectId }) => {
      const user = directory.contents.user(objectId ?? '');
      const isPlain = user !== undefined && user.onPremisesSyncEnabled !== true && user.licences.length === 0;
      return type === 'SharedMailbox' && isPlain && !directory.isEnabled(user.id);
    });
    address = shut?.address ?? assert.fail('no mailbox is blocked');
  });
  after(() => stage.close());

  const untold = (): number => stage.log().split(UNTOLD).length - 1;
  const isAlert = ({ readable }: ChatMessage): boolean =>
    readable.includes('Sign-in was allowed again') && readable.includes(address);

  it('is logged, and called untold on its card when nobody took care of it in time', async function () {
    this.timeout(90_000);
    stage.tenant.directory.setAccountEnabled(address, true);
    while (untold() < 1) await pause(100);
    await stage.advance(11);
    // What could sign in before the bot came is to be told now, too: all of it is one digest.
    while (untold() < 2) await pause(100);
    const card = await answerTo(robin, `alert ${address}`);
    assert.match(card.readable, /still open/);
    assert.match(card.readable, new RegExp(NOT_TOLD));
    assert.doesNotMatch(card.readable, /approvers were told/i);
  });

  it('is told to the first approver who writes, and then its card says so', async function () {
    this.timeout(120_000);
    const avery = stage.person('approver');
    await avery.types(avery.personalChat(), 'hello');
    await avery.personalChat().waitFor(isAlert, 45_000);
    await avery.personalChat().waitFor(says('alerts that nobody took care of'), 45_000);
    assert.equal(avery.personalChat().messages().filter(isAlert).length, 1);
    await robin
      .personalChat()
      .waitFor((message) => isAlert(message) && says('The approvers were told in their own chats')(message), 45_000);
    const { readable } = await answerTo(avery, `audit ${address}`);
    assert.match(readable, /Nobody could be told/);
    assert.match(readable, /no approver has a chat with the bot/);
    assert.match(readable, /Approvers are told at last/);
  });
});
