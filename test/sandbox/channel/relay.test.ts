// The relay between a Playground (here a plain HTTP server in its place) and the echo bot on the real CloudAdapter.
import assert from 'node:assert/strict';
import fastify, { type FastifyInstance } from 'fastify';
import { isObject, type JsonObject } from '../../../sandbox/channel/json.js';
import { type OpenIdServer, startOpenId } from '../../../sandbox/channel/openid.js';
import { type Relay, type RelayDoor, startRelay } from '../../../sandbox/channel/relay.js';
import { createChannelKeys } from '../../../sandbox/channel/signing.js';
import { APP_ID, checkEchoToken, type EchoBot, startEchoBot, TENANT_ID } from './echo-bot.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

describe('sandbox: relay', () => {
  const seen: Seen[] = [];
  let playground: FastifyInstance;
  let connectorUrl: string;
  let openId: OpenIdServer;
  let bot: EchoBot;
  let relay: Relay;
  let door: RelayDoor;
  /** How far the relay's clock is ahead of the bot's. */
  let aheadMs = 0;

  before(async () => {
    playground = fastify({ forceCloseConnections: true });
    playground.all('/_connector/*', async (request, response) => {
      const { method, url, headers, body } = request;
      seen.push({ method, url, authorization: headers.authorization, body });
      if (method === 'DELETE') return response.code(501).send();
      if (url.includes('/members/')) return response.code(404).send({});
      if (url.endsWith('/pagedmembers')) return { members: [{ id: '29:ada', name: 'Ada', aadObjectId: 'OBJECT-ID' }] };
      if (url.endsWith('/v3/conversations')) return { id: 'a:new', serviceUrl: connectorUrl };
      return { id: 'made-by-playground' };
    });
    connectorUrl = `${await playground.listen({ host: '127.0.0.1', port: 0 })}/_connector`;
    const keys = await createChannelKeys();
    openId = await startOpenId(keys);
    bot = await startEchoBot(openId.settings);
    const botEndpoint = () => bot.endpoint;
    const now = (): Date => new Date(Date.now() + aheadMs);
    const options = { keys, appId: APP_ID, tenantId: TENANT_ID, botEndpoint, checkBotToken: checkEchoToken, now };
    relay = await startRelay(options);
    door = relay.addPlayground('requester', { objectIds: { '29:ada': 'a0000000-0000-4000-8000-00000000000a' } });
    relay.addPlayground('closed');
  });

  after(async () => {
    await relay.stop();
    await bot.stop();
    await openId.stop();
    await playground.close();
  });

  const send = (activity: JsonObject, headers: Record<string, string> = {}) =>
    fetch(door.messagesUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        id: 'one',
        type: 'message',
        from: { id: '29:ada', name: 'Ada' },
        recipient: { id: `28:${APP_ID}` },
        conversation: { id: 'a:ada', conversationType: 'personal' },
        channelData: {},
        channelId: 'emulator',
        serviceUrl: connectorUrl,
        ...activity,
      }),
    });

  const asBot = (path: string, init: RequestInit = {}) =>
    fetch(`${door.serviceUrl}${path}`, { ...init, headers: { authorization: 'Bearer token-of-the-echo-bot' } });

  it('signs what Playground posts, fills in what Teams would send, and brings the reply back', async () => {
    assert.equal((await send({ text: 'hello' })).status, 200);
    const heard = bot.heard.at(-1);
    assert.equal(heard?.channelId, 'msteams');
    assert.equal(heard?.serviceUrl, door.serviceUrl);
    assert.equal(heard?.conversation.tenantId, TENANT_ID);
    assert.equal(heard?.channelData.tenant.id, TENANT_ID);
    assert.equal(heard?.from.aadObjectId, 'a0000000-0000-4000-8000-00000000000a');
    assert.equal(heard?.locale, 'en-US');
    assert.equal(heard?.localTimezone, 'UTC');
    const { url, body, authorization } = seen.at(-1) ?? {};
    assert.equal(url, '/_connector/v3/conversations/a%3Aada/activities/one');
    assert.equal(isObject(body) && body['text'], 'echo hello');
    assert.equal(authorization, undefined, "the bot's token stays at the relay");
  });

  it('returns the answer to an invoke unchanged, and says that a person pressed', async () => {
    const action = { type: 'Action.Execute', verb: 'fail', data: {} };
    const response = await send({ type: 'invoke', name: 'adaptiveCard/action', value: { action } });
    assert.deepEqual(await response.json(), {
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { code: 'Oops', message: 'It broke' },
    });
    assert.equal(bot.heard.at(-1)?.value.trigger, 'manual');
  });

  it('shows a deletion as an edit, since Playground deletes nothing', async () => {
    await send({ text: 'delete' });
    const { method, body } = seen.at(-1) ?? {};
    assert.equal(method, 'PUT');
    assert.equal(isObject(body) && body['text'], '_This message has been deleted._');
  });

  it('finds a member by object id, which Playground does not', async () => {
    await send({ text: 'who is object-id' });
    const { body } = seen.at(-1) ?? {};
    assert.equal(isObject(body) && body['text'], 'it is Ada');
    assert.equal((await asBot('v3/conversations/a%3Aada/members/nobody')).status, 404);
  });

  it('leads a created conversation back through itself', async () => {
    const response = await asBot('v3/conversations', { method: 'POST' });
    assert.deepEqual(await response.json(), { id: 'a:new', serviceUrl: door.serviceUrl });
  });

  it('lets nobody use the connector without the token of the bot', async () => {
    const before = seen.length;
    const response = await fetch(`${door.serviceUrl}v3/conversations/a%3Aada/pagedmembers`);
    assert.equal(response.status, 401);
    assert.equal(seen.length, before);
  });

  it('signs by the clock it is given: one that is hours behind the bot\u2019s is not believed', async () => {
    aheadMs = -3 * 3_600_000;
    assert.equal((await send({ text: 'late' })).status, 401);
    aheadMs = 0;
    assert.notEqual((await send({ text: 'in time' })).status, 401);
  });

  it('signs nothing for a web page, and nothing under an unknown name', async () => {
    const before = bot.heard.length;
    assert.equal((await send({ text: 'hello' }, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await fetch(`${relay.url}/stranger/api/messages`, { method: 'POST' })).status, 404);
    assert.equal(bot.heard.length, before);
  });

  it('tells Playground whether the bot is up, and the bot that a Playground is closed', async () => {
    assert.equal((await fetch(door.messagesUrl, { method: 'HEAD' })).status, 200);
    const closed = door.serviceUrl.replace('requester', 'closed');
    const headers = { authorization: 'Bearer token-of-the-echo-bot' };
    assert.equal((await fetch(`${closed}v3/conversations/x/members`, { headers })).status, 404);
    assert.throws(() => relay.connect('closed', 'http://elsewhere.example/_connector'), /on loopback/);
    relay.connect('closed', 'http://127.0.0.1:9/_connector');
    assert.equal((await fetch(`${closed}v3/conversations/x/members`, { headers })).status, 502);
  });
});
