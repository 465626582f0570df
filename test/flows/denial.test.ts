// An approver says no by pressing: not without a reason, and then everyone reads who it was and why.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { forgedWith } from '../support/forge.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

const ROOM = 'room-aurora@lighthouse.example';
const WHY = 'The panel at the door signs in with it until Friday.';

describe('a denial', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let alex: Person;
  let id: string;
  /** Of the one who asked, of the one who denies, and of another approver. */
  let asked: ChatMessage;
  let sent: ChatMessage;
  let other: ChatMessage;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    [robin, avery, alex] = [stage.person('requester'), stage.person('approver'), stage.person('secondApprover')];
    for (const person of [avery, alex]) await answerTo(person, 'help');
    asked = await asks(robin, `block ${ROOM} never used`);
    id = requestIdIn(asked);
    sent = await avery.personalChat().waitFor(says(id), 15_000);
    other = await alex.personalChat().waitFor(says(id), 15_000);
  });

  after(() => stage.close());

  const record = async (): Promise<string> => (await answerTo(robin, `audit request ${id}`)).readable;
  const isUntouched = (): boolean =>
    stage.tenant.directory.isEnabled(ROOM) && stage.tenant.requests.count({ route: 'PATCH /users/{id}' }) === 0;

  it('is not sent by a client that was given no reason', async () => {
    await assert.rejects(avery.presses(sent, { verb: 'deny' }), /"Why do you deny it\?" is required \(Say why/u);
  });

  it('is refused without a reason, whatever sends it, and nothing changes', async () => {
    for (const reason of ['', ' \n\t ']) {
      const refused = await avery.presses(sent, { verb: 'deny' }, { reason: WHY }, forgedWith({ reason }));
      assert.match(refused.error?.message ?? '', /Say why you deny/u);
    }
    assert.match((await answerTo(robin, `request ${id}`)).readable, /^⏳ Pending approval/u);
    for (const { readable, card } of [sent, other]) {
      assert.match(readable, /^⏳ Pending approval/u);
      assert.match(JSON.stringify(card), /"verb":"deny"/u);
    }
    assert.doesNotMatch(await record(), /Denied|Avery Approve/u);
    assert.ok(isUntouched());
  });

  it('says on every card who it was and why, and leaves no button', async () => {
    const pressed = await avery.presses(sent, { verb: 'deny' }, { 'Why do you deny it?': WHY });
    assert.match(JSON.stringify(pressed.card), /✕ Denied/u);
    const stands: readonly (readonly [Chat, ChatMessage])[] = [
      [robin.personalChat(), asked],
      [avery.personalChat(), sent],
      [alex.personalChat(), other],
    ];
    for (const [chat, message] of stands) {
      const { readable, card } = await becomes(chat, message, '✕ Denied');
      assert.match(readable, /Denied by Avery Approve/u);
      assert.ok(readable.includes(WHY), readable);
      assert.match(readable, /Nothing was changed/u);
      assert.doesNotMatch(JSON.stringify(card), /"Action\./u);
    }
    assert.doesNotMatch(JSON.stringify(pressed.card), /"Action\./u);
  });

  it('changes nothing, and stands in the record with its reason', async () => {
    const time = await record();
    assert.match(time, /Denied.+Avery Approve/su);
    assert.ok(time.includes(WHY), time);
    assert.match((await answerTo(alex, `approve ${id}`)).readable, /is denied \(Avery Approve\)/u);
    assert.match((await answerTo(robin, `status ${ROOM}`)).readable, /Sign-in allowed/u);
    assert.ok(isUntouched());
  });
});
