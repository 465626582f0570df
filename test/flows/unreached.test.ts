// Requests that reach nobody, or too few: said at once on the card, then by a message, with the exact next step.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says, sends } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('a request that reaches nobody', () => {
  let stage: Stage;
  let robin: Person;
  let atRobin: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    atRobin = robin.personalChat();
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  it('says so before it is sent and at once, by a message after a minute, and takes it back when somebody comes', async function () {
    this.timeout(180_000);
    const preview = await answerTo(robin, 'block info@lighthouse.example nobody owns it');
    assert.match(preview.readable, /No approver has a chat with me, fewer than it needs/);
    const asked = await sends(robin, preview, atRobin);
    const id = requestIdIn(asked);
    const card = await atRobin.waitFor(
      (message) => message.id === asked.id && /No approver could be told/.test(message.readable),
      10_000,
    );
    assert.match(card.readable, /Ask (\w+ \w+, ){2}\w+ \w+ or one other to open a chat with me in Teams/);
    assert.match(card.readable, /Avery Approve|Alex Assent/);
    assert.doesNotMatch(card.readable, /Gale Guest|Dana Dormant/);

    const message = await atRobin.waitFor(says('Nobody could be told'), 90_000);
    assert.ok(message.sentAt.getTime() - asked.sentAt.getTime() >= 60_000, 'it had a minute');
    assert.match(message.readable, new RegExp(`${id}.*write “hello”.*Without an answer it expires`, 's'));

    const nika = stage.person('nestedApprover');
    await answerTo(nika, 'hello');
    const sent = await nika.personalChat().waitFor(says(id), 15_000);
    await becomes(atRobin, message, '✓ Approvers have been told', 15_000);
    await atRobin.waitFor((one) => one.id === asked.id && /1 of 4 approvers was told/.test(one.readable), 15_000);
    await nika.presses(sent, { verb: 'approve' });
    await becomes(atRobin, asked, '✓ Blocked', 20_000);
    await becomes(atRobin, message, '✓ Blocked', 15_000);
    assert.equal(atRobin.messages().filter(says(id)).length, 2);
    assert.match((await answerTo(nika, `audit ${id}`)).readable, /Too few approvers could be told/);
  });

  it('is said to reach too few when it needs more than can be told', async () => {
    const robinsStage = await openStage({ env: { APPROVALS_REQUIRED: '2' } });
    try {
      const asking = robinsStage.person('requester');
      const avery = robinsStage.person('approver');
      await answerTo(avery, 'help');
      assert.match((await answerTo(avery, 'approvals')).readable, /^⚠ 1 of 4 approvers can be told/);
      const preview = await answerTo(asking, 'block info@lighthouse.example nobody owns it');
      assert.match(preview.readable, /Only 1 approver of 4 has a chat with me, fewer than it needs/);
      const asked = await sends(asking, preview, asking.personalChat());
      const told = await asking
        .personalChat()
        .waitFor((message) => message.id === asked.id && /1 of 4 approvers was told/.test(message.readable), 15_000);
      assert.match(told.readable, /That is fewer than it needs\. Ask Alex Assent, Billie Both or Nika Nested/);
      const { directory, groups, people } = robinsStage.tenant;
      for (const one of [people.secondApprover, people.both, { objectId: groups.dutyTeamId }]) {
        directory.removeGroupMember(groups.approversId, one.objectId);
      }
      assert.match((await answerTo(avery, 'approvals')).readable, /^⚠ Too few approvers/);
      const never = await asks(asking, 'block travel@lighthouse.example unused');
      await asking
        .personalChat()
        .waitFor((message) => message.id === never.id && /it can never be approved/.test(message.readable), 15_000);
    } finally {
      await robinsStage.close();
    }
  });

  it('still says so once the only one who was told has approved it, until somebody else hears', async function () {
    this.timeout(240_000);
    const own = await openStage({ env: { APPROVALS_REQUIRED: '2' } });
    try {
      const asking = own.person('requester');
      const avery = own.person('approver');
      const alex = own.person('secondApprover');
      const [atAsking, atAvery] = [asking.personalChat(), avery.personalChat()];
      const { directory, groups, people } = own.tenant;
      for (const id of [people.both.objectId, groups.dutyTeamId]) directory.removeGroupMember(groups.approversId, id);
      await answerTo(avery, 'hello');
      const reads = (card: ChatMessage, text: RegExp): Promise<ChatMessage> =>
        atAsking.waitFor((message) => message.id === card.id && text.test(message.readable), 15_000);

      const asked = await asks(asking, 'block info@lighthouse.example nobody owns it');
      const id = requestIdIn(asked);
      await reads(asked, /1 of 2 approvers was told\. That is fewer than it needs\. Ask Alex Assent to open/u);
      const message = await atAsking.waitFor(says('Too few approvers could be told'), 90_000);
      await avery.presses(await atAvery.waitFor(says(id), 15_000), { verb: 'approve' });
      await reads(
        asked,
        /\(1 of 2\).+No other approver could be told: none has a chat with me\. Ask Alex Assent to open/su,
      );
      await becomes(atAsking, message, '⚠ Nobody else could be told');
      assert.doesNotMatch(message.versions.map((one) => JSON.stringify(one)).join(), /Approvers have been told/u);

      await answerTo(alex, 'hello');
      const sent = await alex.personalChat().waitFor(says(id), 15_000);
      await becomes(atAsking, message, '✓ Approvers have been told');
      await reads(asked, /1 of 1 other approver was told\. Without/u);

      directory.removeGroupMember(groups.approversId, alex.objectId);
      // That reads the group as it is now.
      assert.match((await answerTo(avery, 'approvals')).readable, /^⚠ Too few approvers/u);
      const never = await asks(asking, 'block travel@lighthouse.example unused');
      await reads(never, /It needs 2 more approvals, and only 1 approver may give one: it can never be approved/u);
      const other = await atAvery.waitFor(says(requestIdIn(never)), 15_000);
      await avery.presses(other, { verb: 'approve' });
      await reads(never, /\(1 of 2\).+needs 1 more approval, and nobody else may give one: it can never be approved/su);
      assert.match((await answerTo(alex, `approve ${id}`)).readable, /approvers group/u);
      directory.addGroupMember(groups.approversId, alex.objectId);
      await alex.presses(sent, { verb: 'approve' });
      await becomes(atAsking, asked, '✓ Blocked', 20_000);
    } finally {
      await own.close();
    }
  });
});
