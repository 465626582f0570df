// The fake Teams against the real CloudAdapter: who gets in, what people see, what the connector refuses.
import assert from 'node:assert/strict';
import { cardText } from '../../../sandbox/channel/card-text.js';
import type { Chat } from '../../../sandbox/channel/conversation.js';
import { type FakeTeams, startFakeTeams } from '../../../sandbox/channel/fake-teams.js';
import { type OpenIdServer, startOpenId } from '../../../sandbox/channel/openid.js';
import type { Person } from '../../../sandbox/channel/person.js';
import { createChannelKeys, emulatorToken } from '../../../sandbox/channel/signing.js';
import type { Forge } from '../../../sandbox/channel/to-bot.js';
import { APP_ID, checkEchoToken, type EchoBot, startEchoBot, TENANT_ID } from './echo-bot.js';

describe('sandbox: fake Teams', () => {
  let openId: OpenIdServer;
  let teams: FakeTeams;
  let bot: EchoBot;
  let alice: Person;
  let bob: Person;
  let chat: Chat;

  before(async () => {
    const keys = await createChannelKeys();
    openId = await startOpenId(keys);
    bot = await startEchoBot(openId.settings);
    const about = { bot: { appId: APP_ID, name: 'Echo' }, tenantId: TENANT_ID, keys, checkBotToken: checkEchoToken };
    teams = await startFakeTeams(about);
    teams.connectBot(bot.endpoint);
    alice = teams.person({ objectId: 'a0000000-0000-4000-8000-00000000000a', name: 'Alice Ames', mri: '29:alice' });
    bob = teams.person({ objectId: 'a0000000-0000-4000-8000-00000000000b', name: 'Bob Bell' });
    chat = alice.personalChat();
  });

  after(async () => {
    await bot.stop();
    await openId.stop();
    await teams.stop();
  });

  afterEach(() => teams.faults.clear());

  const freshCard = async () => {
    const before = chat.messages().length;
    await alice.types(chat, 'card');
    return chat.waitFor((_, index) => index >= before);
  };

  describe('at the door', () => {
    it('lets a signed message in, with every field that Teams sends', async () => {
      const { status } = await alice.types(chat, 'hello');
      assert.equal(status, 200);
      await chat.waitFor(({ text }) => text === 'echo hello');
      const heard = bot.heard.at(-1);
      assert.equal(heard?.channelId, 'msteams');
      assert.equal(heard?.from.aadObjectId, alice.objectId);
      assert.equal(heard?.conversation.conversationType, 'personal');
      assert.equal(heard?.conversation.tenantId, TENANT_ID);
      assert.equal(heard?.channelData.tenant.id, TENANT_ID);
      assert.equal(heard?.recipient.id, `28:${APP_ID}`);
      assert.equal(heard?.serviceUrl, teams.serviceUrl);
      assert.deepEqual(heard?.entities?.at(-1)?.type, 'clientInfo');
    });

    const elsewhere = 'http://127.0.0.1:9/';
    const refused: readonly (readonly [string, Forge])[] = [
      ['no token', { token: 'none' }],
      ['another audience', { token: { audience: 'b0700000-0000-4000-8000-000000000002' } }],
      ['another issuer', { token: { issuer: 'https://login.example' } }],
      ['an expired token', { token: { lifetimeSeconds: -400 } }],
      ['a token for another serviceUrl', { token: { serviceUrl: elsewhere } }],
      ['an activity with another serviceUrl', { serviceUrl: elsewhere }],
      ['a key endorsed for another channel', { token: { key: 'webchat' } }],
      ['a key that is not published', { token: { key: 'stranger' } }],
      ['a stranger who names a published key', { token: { key: 'stranger', kid: 'sandbox-msteams' } }],
    ];
    for (const [what, forge] of refused) {
      it(`refuses ${what}`, async () => {
        const before = bot.heard.length;
        const { status } = await alice.types(chat, 'forged', forge);
        assert.equal(status, what.startsWith('a stranger') ? 500 : 401);
        assert.equal(bot.heard.length, before);
      });
    }

    it('does not answer 200 to an unsigned token', async () => {
      const { status } = await alice.types(chat, 'forged', { token: { unsigned: true } });
      assert.notEqual(status, 200);
    });

    // The holes of botbuilder that the bot itself has to close; if one of these fails, botbuilder has changed.
    const accepted: readonly (readonly [string, Forge])[] = [
      ['an activity of another tenant', { tenantId: 'ffff0000-0000-4000-8000-000000000001' }],
      [
        'an emulator token of an unknown tenant',
        { token: emulatorToken(APP_ID, 'ffff0000-0000-4000-8000-000000000002') },
      ],
      [
        'another channel, signed with a key without endorsements',
        { channelId: 'webchat', token: { key: 'unendorsed' } },
      ],
      ['another serviceUrl that the token agrees with', { serviceUrl: elsewhere, token: { serviceUrl: elsewhere } }],
    ];
    for (const [what, forge] of accepted) {
      it(`shows that botbuilder alone lets in ${what}`, async () => {
        const before = bot.heard.length;
        await alice.types(chat, 'silence', forge);
        assert.equal(bot.heard.length, before + 1);
      });
    }
  });

  describe('cards', () => {
    it('answers a pressed button with a card for that person only, inputs and defaults merged', async () => {
      const message = await freshCard();
      const answer = await alice.presses(message, 'Count', { Note: 'twice' });
      assert.equal(answer.statusCode, 200);
      assert.ok(answer.card);
      assert.match(cardText(answer.card), /Alice Ames count manual \{"card":7,"note":"twice"\}/);
      assert.equal(alice.sees(message), answer.card);
      assert.match(message.readable, /^A card/);
      const untouched = await alice.presses(message, 'Count');
      assert.match(cardText(untouched.card), /"note":"none"/);
    });

    it('keeps a button from being sent as the client would', async () => {
      const message = await freshCard();
      await assert.rejects(alice.presses(message, 'Count', { note: '' }), /"Note" is required \(Say something\)/);
      await assert.rejects(alice.presses(message, 'Count', { nope: 'x' }), /no input "nope"/);
      await assert.rejects(
        alice.presses(message, 'Approve'),
        /No action fits "Approve"; the card has "Count", "Finish"/,
      );
    });

    it('shows an edit to everybody and keeps what stood there before', async () => {
      const message = await freshCard();
      await alice.presses(message, 'Count');
      await alice.presses(message, 'Finish');
      assert.match(message.readable, /^Finished/);
      assert.equal(message.versions.length, 2);
    });

    it('refreshes by itself for the person that the card names', async () => {
      const message = await freshCard();
      const refreshed = await alice.opens(message);
      assert.match(cardText(refreshed?.card), /look automatic \{"card":7\}/);
      assert.equal(await bob.opens(message), undefined);
    });

    it('sends the Action.Submit fallback as a message with a value', async () => {
      const message = await freshCard();
      const { activity } = await alice.submits(message, 'Count', { note: 'old client' });
      assert.deepEqual(activity['value'], { verb: 'count', note: 'old client' });
      await chat.waitFor(({ text }) => text === 'echo {"verb":"count","note":"old client"}');
    });

    it('hands over the error that the person reads', async () => {
      const message = await freshCard();
      const { error, status } = await alice.presses(message, 'Fail');
      assert.equal(status, 200);
      assert.deepEqual(error, { code: 'Oops', message: 'It broke' });
    });

    it('notices a card that Teams would not show as it was meant', async () => {
      await alice.types(chat, 'bad card');
      await assert.rejects(
        chat.waitFor(({ card }) => card?.['version'] === '1.6'),
        /Teams would not show this/,
      );
      const broken = teams.takeViolations().map((violation) => violation.broken);
      assert.ok(broken.some((sentence) => sentence.includes('version 1.6')));
      assert.ok(broken.some((sentence) => sentence.includes('TextBlock has no property "txt"')));
      assert.ok(broken.some((sentence) => sentence.includes('template expression')));
      assert.ok(broken.some((sentence) => sentence.includes('summary')));
      assert.equal(teams.violations.length, 0);
    });
  });

  describe('groups and channels', () => {
    it('mentions the bot in a group', async () => {
      const group = teams.groupChat({ id: '19:group@thread.v2', name: 'Desk', people: [alice, bob] });
      const { activity } = await bob.types(group, 'hello');
      assert.equal(activity['text'], '<at>Echo</at> hello');
      await group.waitFor(({ text }) => text === 'echo hello');
      assert.equal(group.messages().length, 1);
    });

    it('answers in the thread of a channel', async () => {
      const channel = teams.channel({ id: '19:channel@thread.tacv2', name: 'Alerts', people: [alice, bob] });
      const { activity } = await alice.types(channel, 'hello');
      const reply = await channel.waitFor(({ text }) => text === 'echo hello');
      assert.equal(reply.threadId, activity['id']);
      await bob.types(channel, 'me too', { inThread: reply });
      const second = await channel.waitFor(({ text }) => text === 'echo me too');
      assert.equal(second.threadId, activity['id']);
    });

    it('sends both events of an install, and refuses the bot after the uninstall', async () => {
      const before = bot.heard.length;
      const carol = teams.person({ objectId: 'a0000000-0000-4000-8000-00000000000c', name: 'Carol Cho' });
      await carol.installs(carol.personalChat());
      const types = bot.heard.slice(before).map(({ type }) => type);
      assert.deepEqual(types.sort(), ['conversationUpdate', 'installationUpdate']);
      await carol.personalChat().waitFor(({ text }) => text === 'welcome personal');
      await carol.uninstalls(carol.personalChat());
      assert.equal(bot.heard.at(-1)?.action, 'remove');
      await carol.types(carol.personalChat(), 'hello');
      assert.equal(teams.calls.at(-1)?.status, 403);
    });

    it('lets the bot delete a message and look up a member', async () => {
      await alice.types(chat, 'delete');
      const gone = chat.allMessages().at(-1);
      assert.equal(gone?.text, 'soon gone');
      assert.equal(gone?.deleted, true);
      await alice.types(chat, `who is ${alice.objectId}`);
      await chat.waitFor(({ text }) => text === 'it is Alice Ames');
    });

    it('counts typing signs and leaves them out of the messages', async () => {
      const [signs, messages] = [chat.typingSigns, chat.messages().length];
      await alice.types(chat, 'typing');
      assert.deepEqual([chat.typingSigns, chat.messages().length], [signs + 1, messages]);
    });

    it('redelivers with the same id and with a new one', async () => {
      const sent = await alice.types(chat, 'again');
      await alice.redelivers(sent, 'same id');
      await alice.redelivers(sent, 'new id');
      const ids = bot.heard.filter(({ text }) => text === 'again').map(({ id }) => id);
      assert.equal(ids.length, 3);
      assert.equal(new Set(ids).size, 2);
    });
  });

  describe('faults', () => {
    const sentStatuses = async (text: string) => {
      const before = teams.calls.length;
      await alice.types(chat, text);
      return teams.calls.slice(before).map(({ status }) => status);
    };

    it('refuses what is too big', async () => {
      assert.deepEqual(await sentStatuses('big'), [413]);
    });

    it('throttles with Retry-After, which the client heeds', async () => {
      teams.faults.add({ operation: 'send', fault: { kind: 'error', code: 'Throttled', retryAfter: 0 } });
      assert.deepEqual(await sentStatuses('throttled'), [429, 201]);
    });

    it('throttles without Retry-After, and answers 412, which the client takes for final', async () => {
      teams.faults.add({ operation: 'send', fault: { kind: 'error', code: 'Throttled' } });
      assert.deepEqual(await sentStatuses('first'), [429]);
      teams.faults.add({ operation: 'send', fault: { kind: 'error', code: 'PreconditionFailed' } });
      assert.deepEqual(await sentStatuses('second'), [412]);
    });

    it('answers 502 before the effect, so that a retry leaves one message', async () => {
      teams.faults.add({ operation: 'send', after: 1, fault: { kind: 'status', status: 502 } });
      assert.deepEqual(await sentStatuses('passes'), [201]);
      assert.deepEqual(await sentStatuses('once'), [502, 201]);
      assert.equal(chat.messages().filter(({ text }) => text === 'echo once').length, 1);
    });

    it('cuts the connection after the effect, so that the message stands there twice', async () => {
      const placed = teams.faults.add({
        conversation: chat.id,
        operation: 'send',
        fault: { kind: 'reset', effect: true },
      });
      assert.deepEqual(await sentStatuses('twice'), [0, 201]);
      assert.equal(placed.struck, 1);
      assert.equal(chat.messages().filter(({ text }) => text === 'echo twice').length, 2);
    });

    it('refuses as the conversation stands', async () => {
      for (const [standing, status] of [
        ['blocked', 403],
        ['gone', 404],
      ] as const) {
        chat.becomes(standing);
        assert.deepEqual(await sentStatuses('anyone?'), [status]);
      }
      chat.becomes('normal');
      assert.deepEqual(await sentStatuses('back'), [201]);
    });
  });
});
