// How failures to send are told apart: what surely never left may be sent again, what may have arrived hardly.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createAdapter } from '../../bot/adapter.js';
import type { Log } from '../../bot/log.js';
import { classify, createMessenger, SendFailed } from '../../bot/messenger.js';
import { createPace } from '../../bot/pace.js';
import { noticeView } from '../../bot/views/notice.js';
import { renderCard } from '../../cards/render.js';
import { Refused } from '../../src/failure.js';

const quiet = (): void => undefined;
const log = { info: quiet, warn: quiet, error: quiet, debug: quiet } as unknown as Log;
const view = noticeView({ title: 'Hello', text: 'Hello' });

/** The fault of a message sent over botbuilder's real connector to this address. */
async function faultOf(serviceUrl: string, token: () => Promise<string> = async () => 'token'): Promise<SendFailed> {
  const appId = '22222222-2222-4222-8222-222222222222';
  const serviceHosts = [new URL(serviceUrl).host];
  const rules = { tenantId: 't', appId, issuer: 'https://api.botframework.com', serviceHosts };
  const bot = {
    ...rules,
    botFramework: { ChannelService: '' },
    uploadHosts: [],
    scope: 's',
    credential: { kind: 'managed-identity', clientId: null },
    authority: { host: 'https://login.example', instanceDiscovery: false },
  } as const;
  const doors = {
    appId,
    serviceHosts,
    render: renderCard,
    pace: createPace(() => 0),
    random: () => 0,
    pause: (ms: number) => hold(ms),
  };
  const messenger = createMessenger({ ...doors, adapter: createAdapter(bot, rules, token, log) });
  const reference = { serviceUrl, channelId: 'msteams', conversation: { id: 'c' }, bot: { id: '28:b' }, user: {} };
  const sending = messenger.send({ reference: JSON.stringify(reference) }, view);
  return sending.then(
    () => assert.fail('it was sent'),
    (error: unknown) => (error instanceof SendFailed ? error : assert.fail(String(error))),
  );
}

/** Waits between tries are skipped; the long one, for an answer, never ends. */
const hold = (ms: number): Promise<void> => (ms > 30_000 ? new Promise(() => undefined) : Promise.resolve());

describe('the messenger', () => {
  let server: Server;
  let address: string;
  let answer: number | 'reset';
  let met = 0;

  before(async () => {
    server = createServer((request, response) => {
      met += 1;
      if (answer === 'reset') request.socket.destroy();
      else {
        response.writeHead(answer, { 'content-type': 'application/json' });
        response.end('{}');
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = server.address();
    assert(at !== null && typeof at === 'object');
    address = `http://127.0.0.1:${at.port}/`;
  });
  beforeEach(() => {
    met = 0;
  });
  after(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it('knows that nothing left where there is no connection', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const at = closed.address();
    assert(at !== null && typeof at === 'object');
    await new Promise<void>((resolve) => closed.close(() => resolve()));
    const { fault, code } = await faultOf(`http://127.0.0.1:${at.port}/`);
    assert.deepEqual([fault, code], ['later', 'ECONNREFUSED']);
  });

  it('knows that nothing left where there is no token, and leaves more patience to the queue', async () => {
    let asked = 0;
    const trace = { service: 'identity', status: null, code: 'Timeout', requestId: null } as const;
    const failed = await faultOf(address, async () => {
      asked += 1;
      throw new Refused({ kind: 'upstream-unavailable', trace });
    });
    assert.deepEqual([failed.fault, failed.code, asked, met], ['later', 'upstream-unavailable', 1, 0]);
  });

  for (const status of [500, 502, 503, 504, 'reset'] as const) {
    it(`does not know what became of a message after ${status}, and does not send it again by itself`, async () => {
      answer = status;
      const { fault } = await faultOf(address);
      assert.deepEqual([fault, met], ['unknown', 1]);
    });
  }

  for (const [error, fault] of [
    [{ code: 'ENOTFOUND' }, 'later'],
    [{ code: 'EAI_AGAIN' }, 'later'],
    [{ code: 'ECONNRESET' }, 'unknown'],
    [{ code: 'ETIMEDOUT' }, 'unknown'],
    [{ statusCode: 429 }, 'later'],
    [{ statusCode: 412 }, 'later'],
    [{ statusCode: 413 }, 'never'],
    [{ statusCode: 403 }, 'gone'],
    [{ statusCode: 404 }, 'message-gone'],
    [{ statusCode: 404, code: 'ConversationNotFound' }, 'gone'],
    [new Error('wrapped', { cause: new Refused({ kind: 'busy' }) }), 'later'],
    [null, 'unknown'],
  ] as const) {
    it(`takes ${JSON.stringify(error)} for ${fault}`, () => assert.equal(classify(error).fault, fault));
  }
});
