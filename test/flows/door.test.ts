// Who gets in: forged tokens, foreign tenants, other channels, strange bodies; none of them reaches a command.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { emulatorToken, signActivityToken } from '../../sandbox/channel/signing.js';
import { openStage, type Person, type Stage } from '../support/stage.js';

describe('the door', () => {
  let stage: Stage;
  let robin: Person;

  before(async function () {
    this.timeout(60_000);
    stage = await openStage();
    robin = stage.person('requester');
  });

  after(() => stage.close());

  const said = (): number => robin.personalChat().messages().length;

  it('stays shut for tokens that are not the Bot Connector\u2019s for this bot', async () => {
    const foreign = '99999999-9999-4999-8999-999999999999';
    const appId = stage.tenant.identities.bot.clientId;
    const tokens = [
      'none' as const,
      { audience: foreign },
      { issuer: 'https://sts.windows.net/elsewhere/' },
      { issuedAt: new Date(Date.now() - 7_200_000), lifetimeSeconds: 3600 },
      { serviceUrl: 'https://smba.trafficmanager.net/emea/' },
      { serviceUrl: null },
      { key: 'stranger' as const },
      { key: 'webchat' as const },
      { unsigned: true as const },
      emulatorToken(appId, foreign),
    ];
    for (const token of tokens) {
      const { status } = await robin.types(robin.personalChat(), 'list', { token });
      assert.ok(status === 401 || status === 403, `${JSON.stringify(token)} was answered ${status}`);
    }
    assert.equal(said(), 0);
  });

  it('does nothing for another channel or a service address elsewhere', async () => {
    await robin.types(robin.personalChat(), 'list', { channelId: 'directline' });
    await robin.types(robin.personalChat(), 'list', {
      serviceUrl: 'https://evil.example/',
      token: { serviceUrl: 'https://evil.example/' },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(said(), 0);
  });

  it('gives a foreign tenant a sentence and no data', async () => {
    await robin.types(robin.personalChat(), 'list', { tenantId: '99999999-9999-4999-8999-999999999999' });
    const chat = robin.personalChat();
    const answer = await chat.waitFor(() => true);
    assert.doesNotMatch(answer.readable, /@lighthouse/);
    assert.match(answer.readable, /home organisation/);
  });

  it('refuses what is not a sane request before it looks inside', async () => {
    const { botUrl, keys, tenant, teams } = stage;
    const token = await signActivityToken(keys, {
      appId: tenant.identities.bot.clientId,
      serviceUrl: teams.serviceUrl,
    });
    const post = async (body: string, type: string, authorization = `Bearer ${token}`): Promise<number> => {
      const headers = { 'content-type': type, authorization };
      return (await fetch(`${botUrl}/api/messages`, { method: 'POST', headers, body })).status;
    };
    assert.equal(await post('{}', 'multipart/form-data; boundary=x'), 415);
    assert.equal(await post('x'.repeat(300_000), 'application/json'), 413);
    assert.equal(await post('{"type":', 'application/json'), 400);
    assert.equal(await post('x'.repeat(300_000), 'application/json', 'Bearer junk'), 401);
    assert.equal(await post('[]', 'application/json'), 400);
    assert.equal((await fetch(`${botUrl}/api/messages`)).status, 405);
    assert.equal((await fetch(`${botUrl}/nowhere`)).status, 404);
  });

  it('inflates nothing for strangers, and outlives broken compression', async () => {
    const { botUrl, tenant } = stage;
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: 'https://api.botframework.com', aud: tenant.identities.bot.clientId };
    const authorization = `Bearer ${part({ alg: 'RS256' })}.${part(claims)}.junk`;
    for (const body of [Buffer.from('this is not gzip'), gzipSync(Buffer.alloc(50_000_000))]) {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', authorization };
      const { status } = await fetch(`${botUrl}/api/messages`, { method: 'POST', headers, body });
      assert.equal(status, 415);
    }
    const headers = { 'content-type': 'application/json', authorization };
    const junk = await fetch(`${botUrl}/api/messages`, { method: 'POST', headers, body: '{}' });
    assert.equal(junk.status, 400);
    assert.doesNotMatch(await junk.text(), /validateAndFix/);
    assert.equal((await fetch(`${botUrl}/healthz`)).status, 200);
  });

  it('answers an honest sender of nonsense, and lives', async () => {
    const nonsense = (activity: object): object => ({ ...activity, entities: [null, 7, { type: 'mention' }] });
    await robin.types(robin.personalChat(), 'help', { change: (activity) => nonsense(activity) as never });
    await robin.personalChat().waitFor((message) => /list/.test(message.readable));
    assert.equal((await fetch(`${stage.botUrl}/healthz`)).status, 200);
  });

  it('tells a load balancer how it is, and nothing more', async () => {
    const health = await fetch(`${stage.botUrl}/healthz`);
    assert.equal(health.status, 200);
    const ready = await fetch(`${stage.botUrl}/readyz`);
    assert.equal(ready.status, 200);
    assert.equal(await ready.text(), '{}');
  });

  it('writes no token and no message text into its log', () => {
    const log = stage.log();
    assert.match(log, /activity turned away/);
    assert.doesNotMatch(log, /Bearer |eyJ/);
  });
});
