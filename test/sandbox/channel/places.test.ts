// Personal chats, groups and channels: mentions, threads, installs, redeliveries, members.
import assert from 'node:assert/strict';
import { type Stage, setStage } from './stage.js';

describe('sandbox: fake Teams, places', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage();
  });

  after(() => stage.stop());

  it('mentions the bot in a group', async () => {
    const group = stage.teams.groupChat({ id: '19:group@thread.v2', name: 'Desk', people: [stage.alice, stage.bob] });
    const { activity } = await stage.bob.types(group, 'hello');
    assert.equal(activity['text'], '<at>Echo</at> hello');
    await group.waitFor(({ text }) => text === 'echo hello');
    assert.equal(group.messages().length, 1);
  });

  it('answers in the thread of a channel', async () => {
    const channel = stage.teams.channel({
      id: '19:channel@thread.tacv2',
      name: 'Alerts',
      people: [stage.alice, stage.bob],
    });
    const { activity } = await stage.alice.types(channel, 'hello');
    const reply = await channel.waitFor(({ text }) => text === 'echo hello');
    assert.equal(reply.threadId, activity['id']);
    await stage.bob.types(channel, 'me too', { inThread: reply });
    const second = await channel.waitFor(({ text }) => text === 'echo me too');
    assert.equal(second.threadId, activity['id']);
  });

  it('sends both events of an install, and refuses the bot after the uninstall', async () => {
    const before = stage.bot.heard.length;
    const carol = stage.teams.person({ objectId: 'a0000000-0000-4000-8000-00000000000c', name: 'Carol Cho' });
    await carol.installs(carol.personalChat());
    const types = stage.bot.heard.slice(before).map(({ type }) => type);
    assert.deepEqual(types.sort(), ['conversationUpdate', 'installationUpdate']);
    await carol.personalChat().waitFor(({ text }) => text === 'welcome personal');
    await carol.uninstalls(carol.personalChat());
    assert.equal(stage.bot.heard.at(-1)?.action, 'remove');
    await carol.types(carol.personalChat(), 'hello');
    assert.equal(stage.teams.calls.at(-1)?.status, 403);
  });

  it('lets the bot delete a message and look up a member', async () => {
    await stage.alice.types(stage.chat, 'delete');
    const gone = stage.chat.allMessages().at(-1);
    assert.equal(gone?.text, 'soon gone');
    assert.equal(gone?.deleted, true);
    await stage.alice.types(stage.chat, `who is ${stage.alice.objectId}`);
    await stage.chat.waitFor(({ text }) => text === 'it is Alice Ames');
  });

  it('counts typing signs and leaves them out of the messages', async () => {
    const [signs, messages] = [stage.chat.typingSigns, stage.chat.messages().length];
    await stage.alice.types(stage.chat, 'typing');
    assert.deepEqual([stage.chat.typingSigns, stage.chat.messages().length], [signs + 1, messages]);
  });

  it('redelivers with the same id and with a new one', async () => {
    const sent = await stage.alice.types(stage.chat, 'again');
    await stage.alice.redelivers(sent, 'same id');
    await stage.alice.redelivers(sent, 'new id');
    const ids = stage.bot.heard.filter(({ text }) => text === 'again').map(({ id }) => id);
    assert.equal(ids.length, 3);
    assert.equal(new Set(ids).size, 2);
  });
});
