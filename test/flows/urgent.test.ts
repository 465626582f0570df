// The incident path: everyone who can be reached is paged until somebody decides, and somebody else looks at it afterwards.
import assert from 'node:assert/strict';
import { mentionsOn } from '../../sandbox/channel/card-mentions.js';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says, sends } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('an urgent block', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let alex: Person;
  let billie: Person;
  let atRobin: Chat;
  let atAvery: Chat;
  let atAlex: Chat;
  let channel: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage({ env: { URGENT_TTL: 'PT1M', URGENT_REPEAT: 'PT4S' } });
    robin = stage.person('requester');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    billie = stage.person('both');
    atRobin = robin.personalChat();
    atAvery = avery.personalChat();
    atAlex = alex.personalChat();
    channel = stage.teams.channel({ id: '19:ops@thread.tacv2', people: [robin, avery, alex], name: 'Operations' });
    for (const person of [avery, alex]) await answerTo(person, 'help');
    await answerTo(avery, 'approvals here', channel);
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  const cards = (chat: Chat, id: string): readonly ChatMessage[] => chat.messages().filter(says(id));
  const page =
    (id: string, nth: number) =>
    (message: ChatMessage): boolean =>
      says(id)(message) && message.readable.includes(`Reminder ${nth}:`);

  let id: string;
  let asked: ChatMessage;

  it('says that it is urgent before it is sent, and pages everyone at once', async () => {
    const preview = await answerTo(robin, 'block info@lighthouse.example urgent its password is on a forum');
    assert.match(preview.readable, /Urgent: block sign-in of/);
    assert.match(preview.readable, /within 60 seconds, or it expires. Everyone who can be reached is paged/);
    asked = await sends(robin, preview, atRobin);
    id = requestIdIn(asked);
    for (const chat of [atAvery, atAlex, channel]) {
      const card = await chat.waitFor(says(id), 10_000);
      assert.match(card.readable, /^⏳ Urgent: pending approval/);
    }
  });

  it('pages again and again, in chats and in places, and mentions those who have to act', async function () {
    this.timeout(60_000);
    await atAvery.waitFor(page(id, 2), 20_000);
    await atAlex.waitFor(page(id, 2), 10_000);
    const posted = await channel.waitFor(page(id, 2), 10_000);
    const mentioned = mentionsOn(posted.card ?? {});
    const { people } = stage.tenant;
    assert.deepEqual(
      new Set(mentioned.map((one) => one.id)),
      new Set([people.approver, people.secondApprover, people.both, people.nestedApprover].map((one) => one.objectId)),
      'no guest, no disabled account, not the requester',
    );
    assert.match(posted.readable, /Waiting for @(Billie Both|Nika Nested)/, 'those without a chat come first');
    assert.deepEqual(mentionsOn((await atAvery.waitFor(page(id, 2))).card ?? {}), [], 'a chat of one needs none');
  });

  it('stops when somebody decides, and then owes a review', async function () {
    this.timeout(60_000);
    const newest = cards(atAvery, id).at(-1);
    assert.ok(newest !== undefined);
    await avery.presses(newest, { verb: 'approve' });
    const done = await becomes(atRobin, asked, '✓ Blocked', 20_000);
    assert.match(done.readable, /A review is owed. It was urgent, so an approver who took no part/);
    for (const chat of [atAvery, atAlex, channel]) {
      await chat.waitFor(() => cards(chat, id).every(({ readable }) => readable.startsWith('✓ Blocked')), 20_000);
      for (const { card } of cards(chat, id)) assert.deepEqual(mentionsOn(card ?? {}), []);
    }
    const before = [atAvery, atAlex, channel].map((chat) => cards(chat, id).length);
    // A page that would have come by now: another urgent request is paged twice meanwhile.
    const other = requestIdIn(await asks(robin, 'block travel@lighthouse.example urgent same forum'));
    await atAlex.waitFor(page(other, 2), 20_000);
    assert.deepEqual(
      [atAvery, atAlex, channel].map((chat) => cards(chat, id).length),
      before,
    );
    await answerTo(alex, `deny ${other} not on that list`);
    const listed = await answerTo(robin, 'requests');
    assert.match(listed.readable, /review owed/);
  });

  it('is reviewed by an approver who took no part, with what they found', async () => {
    assert.match((await answerTo(robin, `reviewed ${id} fine`)).readable, /approvers group/);
    assert.match((await answerTo(avery, `reviewed ${id} fine`)).readable, /You took part/);
    assert.match((await answerTo(alex, `reviewed ${id}`)).readable, /Say why|reason/i);
    const newest = cards(atAlex, id).at(-1);
    assert.ok(newest !== undefined);
    assert.match(JSON.stringify(newest.card), /"verb":"reviewed"/);
    await alex.presses(newest, { verb: 'reviewed' }, { reason: 'the password was changed, nobody had signed in' });
    const seen = await atRobin.waitFor(
      (message) => message.id === asked.id && /Reviewed by.*Alex Assent/s.test(message.readable),
      15_000,
    );
    assert.match(seen.readable, /the password was changed, nobody had signed in/);
    assert.doesNotMatch(seen.readable, /review is owed/);
    assert.match((await answerTo(alex, `reviewed ${id} again`)).readable, /waits for no review/);
    assert.doesNotMatch((await answerTo(robin, 'requests')).readable, /review owed/);
    assert.match((await answerTo(alex, `audit ${id}`)).readable, /Reviewed afterwards/);
  });

  it('may be reviewed by who approved it where there is nobody else, never by who asked', async () => {
    const { directory, groups, people } = stage.tenant;
    for (const one of [people.approver, people.secondApprover, people.nestedApprover]) {
      directory.removeGroupMember(groups.approversId, one.objectId);
    }
    directory.removeGroupMember(groups.approversId, groups.dutyTeamId);
    directory.addGroupMember(groups.approversId, people.approver.objectId);
    await answerTo(billie, 'help');
    // Reads the group anew: what was read for the request before may be a few seconds old.
    assert.match((await answerTo(avery, 'approvals')).readable, /2 of 2 approvers can be told/);
    const mine = await asks(billie, 'block invoices@lighthouse.example urgent the same again');
    const own = requestIdIn(mine);
    const sent = await atAvery.waitFor(says(own), 15_000);
    await avery.presses(sent, { verb: 'approve' });
    const done = await becomes(billie.personalChat(), mine, '✓ Blocked', 20_000);
    assert.match(done.readable, /no approver who took no part, so any approver other than the requester/);
    assert.match((await answerTo(billie, `reviewed ${own} all well`)).readable, /You took part/);
    assert.match(
      (await answerTo(avery, `reviewed ${own} the password was reset`)).readable,
      /Reviewed by.*Avery Approve/s,
    );
    directory.addGroupMember(groups.approversId, people.secondApprover.objectId);
    directory.addGroupMember(groups.approversId, groups.dutyTeamId);
  });

  it('expires when nobody decides, and every page that stands says so', async function () {
    this.timeout(120_000);
    const last = await asks(robin, 'block reception@lighthouse.example urgent nobody is there');
    const gone = requestIdIn(last);
    await atAvery.waitFor(page(gone, 1), 20_000);
    await becomes(atRobin, last, '– Expired', 90_000);
    for (const chat of [atAvery, atAlex, channel]) {
      await chat.waitFor(() => cards(chat, gone).every(({ readable }) => readable.startsWith('– Expired')), 20_000);
    }
    assert.equal(stage.tenant.directory.isEnabled('reception'), true);
  });
});
