// Who gets past the real CloudAdapter: honest activities, forged ones, and the holes that botbuilder leaves.
import assert from 'node:assert/strict';
import { emulatorToken } from '../../../sandbox/channel/signing.js';
import type { Forge } from '../../../sandbox/channel/to-bot.js';
import { APP_ID, TENANT_ID } from './echo-bot.js';
import { type Stage, setStage } from './stage.js';

describe('sandbox: fake Teams, at the door', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage();
  });

  after(() => stage.stop());

  it('lets a signed message in, with every field that Teams sends', async () => {
    const { status } = await stage.alice.types(stage.chat, 'hello');
    assert.equal(status, 200);
    await stage.chat.waitFor(({ text }) => text === 'echo hello');
    const heard = stage.bot.heard.at(-1);
    assert.equal(heard?.channelId, 'msteams');
    assert.equal(heard?.from.aadObjectId, stage.alice.objectId);
    assert.equal(heard?.conversation.conversationType, 'personal');
    assert.equal(heard?.conversation.tenantId, TENANT_ID);
    assert.equal(heard?.channelData.tenant.id, TENANT_ID);
    assert.equal(heard?.recipient.id, `28:${APP_ID}`);
    assert.equal(heard?.serviceUrl, stage.teams.serviceUrl);
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
      const before = stage.bot.heard.length;
      const { status } = await stage.alice.types(stage.chat, 'forged', forge);
      assert.equal(status, what.startsWith('a stranger') ? 500 : 401);
      assert.equal(stage.bot.heard.length, before);
    });
  }

  it('does not answer 200 to an unsigned token', async () => {
    const { status } = await stage.alice.types(stage.chat, 'forged', { token: { unsigned: true } });
    assert.notEqual(status, 200);
  });

  // The holes of botbuilder that the bot itself has to close; if one of these fails, botbuilder has changed.
  const accepted: readonly (readonly [string, Forge])[] = [
    ['an activity of another tenant', { tenantId: 'ffff0000-0000-4000-8000-000000000001' }],
    [
      'an emulator token of an unknown tenant',
      { token: emulatorToken(APP_ID, 'ffff0000-0000-4000-8000-000000000002') },
    ],
    ['another channel, signed with a key without endorsements', { channelId: 'webchat', token: { key: 'unendorsed' } }],
    ['another serviceUrl that the token agrees with', { serviceUrl: elsewhere, token: { serviceUrl: elsewhere } }],
  ];
  for (const [what, forge] of accepted) {
    it(`shows that botbuilder alone lets in ${what}`, async () => {
      const before = stage.bot.heard.length;
      await stage.alice.types(stage.chat, 'silence', forge);
      assert.equal(stage.bot.heard.length, before + 1);
    });
  }
});
