// Places where requests are posted: chosen by approvers, a thread for each request in a channel, and what happens when one is gone.
import assert from 'node:assert/strict';
import type { ChatMessage } from '../../sandbox/channel/chat-message.js';
import { answerTo, asks, becomes, requestIdIn, says } from '../support/reading.js';
import { type Chat, openStage, type Person, type Stage } from '../support/stage.js';

describe('places where requests are posted', () => {
  let stage: Stage;
  let robin: Person;
  let avery: Person;
  let alex: Person;
  let oli: Person;
  let channel: Chat;
  let group: Chat;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
    avery = stage.person('approver');
    alex = stage.person('secondApprover');
    oli = stage.person('outsider');
    const people = [robin, avery, alex, oli];
    channel = stage.teams.channel({ id: '19:ops@thread.tacv2', people, name: 'Operations' });
    group = stage.teams.groupChat({ id: '19:mail@thread.v2', people, name: 'Mail team' });
    await answerTo(avery, 'help');
    await answerTo(robin, 'list');
  });

  after(() => stage.close());

  const shown = (chat: Chat, id: string): readonly ChatMessage[] => chat.messages().filter(says(id));

  it('are chosen by approvers only, never in a personal chat, and list nobody where nothing may be shown', async () => {
    assert.match((await answerTo(robin, 'approvals here', channel)).readable, /approvers group/);
    assert.match((await answerTo(oli, 'approvals', channel)).readable, /approvers group/);
    assert.match((await answerTo(avery, 'approvals', channel)).readable, /personal chat/);
    assert.match((await answerTo(avery, 'approvals here')).readable, /Nothing to do/);
    assert.match((await answerTo(avery, 'approvals there')).readable, /does not fit here/);
    assert.match((await answerTo(robin, 'list', channel)).readable, /personal chat/);
  });

  it('show a request that was open before, and take a decision behind Review', async () => {
    const asked = await asks(robin, 'block info@lighthouse.example nobody owns it');
    const id = requestIdIn(asked);
    const before = channel.messages().length;
    assert.match((await answerTo(avery, 'approvals here', channel)).readable, /Requests are posted here/);
    const command = channel.messages()[before];
    const posted = await channel.waitFor(says(id), 15_000);
    assert.equal(posted.threadId, posted.id, 'a thread of its own, not the one of the command');
    assert.notEqual(posted.threadId, command?.threadId);
    const sees = (person: Person): string => JSON.stringify(person.sees(posted));
    assert.doesNotMatch(sees(alex), /"verb":"approve"/);
    assert.match((await oli.presses(posted, { verb: 'review' })).error?.message ?? '', /approvers group/);

    await alex.presses(posted, { verb: 'review' });
    assert.match(sees(alex), /"verb":"approve"/);
    assert.doesNotMatch(sees(avery), /"verb":"approve"/, 'the view is personal');
    await alex.presses(posted, { verb: 'approve' });
    await becomes(channel, posted, '✓ Blocked');
    await becomes(robin.personalChat(), asked, '✓ Blocked');
    assert.equal(stage.tenant.directory.isEnabled('info@lighthouse.example'), false);
    assert.equal(shown(channel, id).length, 1);
    const edits = stage.teams.calls.filter(
      ({ operation, activityId }) => operation === 'update' && activityId === posted.id,
    );
    const asThread = edits.filter(({ conversationId }) => conversationId?.includes(';messageid='));
    assert.deepEqual(asThread, [], 'one card, though it was pressed in the thread that it began');
  });

  it('hear of each new request in a thread of its own, and so does a group chat', async () => {
    await answerTo(avery, 'approvals here', group);
    assert.match((await answerTo(avery, 'approvals')).readable, /Channel Operations.*Group chat Mail team/su);
    const ids = [];
    for (const name of ['travel', 'invoices']) {
      ids.push(requestIdIn(await asks(robin, `block ${name}@lighthouse.example unused`)));
    }
    const threads = new Set<string | undefined>();
    for (const id of ids) {
      threads.add((await channel.waitFor(says(id), 15_000)).threadId);
      await group.waitFor(says(id), 15_000);
      await robin.personalChat().waitFor((message) => says(id)(message) && /posted in 2 places/.test(message.readable));
    }
    assert.equal(threads.size, 2);
    for (const id of ids) await answerTo(avery, `deny ${id} still used`);
    for (const id of ids)
      await channel.waitFor((message) => says(id)(message) && message.readable.startsWith('✕'), 15_000);
  });

  it('are not told twice of what was asked in them', async () => {
    const asked = await asks(robin, 'block "Projector Cart 3" stored away', channel);
    const id = requestIdIn(asked);
    await group.waitFor(says(id), 15_000);
    await avery.personalChat().waitFor(says(id), 15_000);
    assert.deepEqual(
      shown(channel, id).map((message) => message.id),
      [asked.id],
    );
    await robin.presses(asked, { verb: 'review' }).catch(() => undefined);
    await answerTo(robin, `withdraw ${id}`);
    await becomes(channel, asked, '– Withdrawn');
    await group.waitFor((message) => says(id)(message) && message.readable.startsWith('–'), 15_000);
  });

  it('hear of nothing new once that is off, and keep their old cards true', async () => {
    const standing = requestIdIn(await asks(robin, 'block reception@lighthouse.example unused'));
    const card = await group.waitFor(says(standing), 15_000);
    assert.match((await answerTo(robin, 'approvals off', group)).readable, /approvers group/);
    assert.match((await answerTo(alex, 'approvals off', group)).readable, /not posted here any more/);
    assert.match((await answerTo(alex, 'approvals off', group)).readable, /Nothing to do/);
    const id = requestIdIn(await asks(robin, 'block "Room Aurora (12)" unused'));
    await channel.waitFor(says(id), 15_000);
    assert.equal(shown(group, id).length, 0);
    for (const one of [standing, id]) await answerTo(avery, `deny ${one} not now`);
    await becomes(group, card, '✕ Denied');
    assert.match((await answerTo(robin, 'list', group)).readable, /mailboxes/, 'it stays admitted');
  });

  it('are left out when they are gone: who chose them is told, and the request says whom it reaches', async () => {
    channel.becomes('uninstalled');
    const asked = await asks(robin, 'block travel@lighthouse.example unused');
    const atAvery = avery.personalChat();
    const told = await atAvery.waitFor(says('not posted there any more'), 15_000);
    assert.match(told.readable, /Channel Operations.*BotNotInConversationRoster/su);
    await robin
      .personalChat()
      .waitFor((message) => message.id === asked.id && !/posted in/.test(message.readable), 15_000);
    assert.match(
      (await answerTo(avery, 'approvals')).readable,
      /Channel Operations.*gone: BotNotInConversationRoster/su,
    );
    assert.equal(atAvery.messages().filter(says('not posted there any more')).length, 1);
    const record = await answerTo(avery, 'audit');
    assert.match(record.readable, /Requests are posted here no more/);
  });

  it('have to be chosen again when the bot comes back', async () => {
    await avery.installs(channel);
    const before = channel.messages().length;
    const id = requestIdIn(await asks(robin, 'block invoices@lighthouse.example unused'));
    await avery.personalChat().waitFor(says(id), 15_000);
    assert.match((await answerTo(robin, 'list', channel)).readable, /personal chat/);
    assert.deepEqual(channel.messages().slice(before).filter(says(id)), []);
    assert.doesNotMatch((await answerTo(avery, 'approvals')).readable, /gone/);
  });

  it('are never channels that other organisations share, nor chats of other tenants', async () => {
    const people = [robin, avery];
    const shared = stage.teams.channel({ id: '19:shared@thread.tacv2', people, name: 'Shared', channelType: 'shared' });
    assert.match((await answerTo(avery, 'approvals here', shared)).readable, /shared with other organisations/);
    const tenantId = '99999999-9999-4999-8999-999999999999';
    const foreign = stage.teams.groupChat({ id: '19:foreign@thread.v2', people, name: 'Foreign', tenantId });
    await answerTo(avery, 'approvals here', foreign);
    const listed = await answerTo(avery, 'approvals');
    assert.doesNotMatch(listed.readable, /Shared|Foreign/);
    const id = requestIdIn(await asks(robin, 'block "Scanner Ground Floor" unused'));
    await avery.personalChat().waitFor(says(id), 15_000);
    assert.deepEqual([...shown(shared, id), ...shown(foreign, id)], []);
  });
});
