// The relay between Agents Playground and the bot: signs what Playground sends, and guards what the bot sends back.
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { BotTokenCheck } from './connector-server.js';
import { isObject, textAt } from './json.js';
import { asTeamsSendsIt } from './relay-activity.js';
import { type ConnectorAnswer, callPlayground } from './relay-connector.js';
import { type ChannelKeys, signActivityToken } from './signing.js';
import { errorAnswer, type TeamsErrorCode } from './teams-errors.js';

export interface RelayOptions {
  readonly keys: ChannelKeys;
  readonly appId: string;
  readonly tenantId: string;
  /** Where the bot takes activities; asked at each one, so that the bot may start after the relay. */
  botEndpoint(): string;
  /** Decides on the bearer token of each connector call of the bot. */
  readonly checkBotToken: BotTokenCheck;
  /** The time of activities and of the tokens that come with them; the real one when left out. */
  readonly now?: () => Date;
  /** 0, or left out, takes a free one. A fixed port keeps stored conversation references good over a restart. */
  readonly port?: number;
}

interface RelayedPlayground {
  readonly locale?: string;
  readonly country?: string;
  readonly timeZone?: string;
  /** Entra object id by Playground user id, for activities that lack it. */
  readonly objectIds?: Readonly<Record<string, string>>;
}

/** The two addresses of one Playground at the relay. */
export interface RelayDoor {
  /** For `agentsplayground start -e`. */
  readonly messagesUrl: string;
  /** What the bot sees as serviceUrl, with a slash at the end. */
  readonly serviceUrl: string;
}

export interface Relay {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** @param key a word for the address, such as `requester` */
  addPlayground(key: string, playground?: RelayedPlayground): RelayDoor;
  /** Says where a Playground's own connector is, such as `http://localhost:56150/_connector`; else its first activity does. */
  connect(key: string, connectorUrl: string): void;
  stop(): Promise<void>;
}

interface Known extends RelayDoor {
  readonly settings: RelayedPlayground;
  connectorUrl: string | undefined;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Playground's address, without a slash at the end; undefined unless it is on this machine. */
function loopbackUrl(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  return LOOPBACK.has(new URL(address).hostname) ? address.replace(/\/+$/, '') : undefined;
}

/** A page of another site in the person's browser must not have its posts signed; Playground posts from its server. */
function isFromPage(request: FastifyRequest): boolean {
  return request.headers.origin !== undefined || !LOOPBACK.has(request.hostname.replace(/:\d+$/, ''));
}

function refusal(code: TeamsErrorCode, message: string): ConnectorAnswer {
  const { status, body } = errorAnswer(code, message);
  return { status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

async function toBot(options: RelayOptions, known: Known, body: unknown): Promise<ConnectorAnswer> {
  const activity = isObject(body) ? body : {};
  // A Playground that was started anew may stand on another port.
  known.connectorUrl = loopbackUrl(textAt(activity, 'serviceUrl')) ?? known.connectorUrl;
  const { locale = 'en-US', country = 'US', timeZone = 'UTC', objectIds = {} } = known.settings;
  const now = (options.now ?? (() => new Date()))();
  const { serviceUrl } = known;
  const { tenantId } = options;
  const dressed = asTeamsSendsIt(activity, { tenantId, serviceUrl, locale, country, timeZone, objectIds, now });
  const token = await signActivityToken(options.keys, { appId: options.appId, serviceUrl }, { issuedAt: now });
  return postSigned(options.botEndpoint(), token, JSON.stringify(dressed));
}

async function postSigned(endpoint: string, token: string, body: string): Promise<ConnectorAnswer> {
  const headers = { 'content-type': JSON_TYPE, authorization: `Bearer ${token}` };
  const response = await fetch(endpoint, { method: 'POST', headers, body }).catch(() => undefined);
  if (!response) return refusal('ServiceError', 'The bot does not answer.');
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? JSON_TYPE,
    body: await response.text(),
  };
}

async function fromBot(options: RelayOptions, known: Known, request: FastifyRequest): Promise<ConnectorAnswer> {
  const verdict = await options.checkBotToken(request.headers.authorization);
  if (verdict !== 'valid') return refusal('Unauthorized', verdict);
  if (known.connectorUrl === undefined) return refusal('ConversationNotFound', 'This Playground is not open yet.');
  const path = request.url.slice(new URL(known.serviceUrl).pathname.length);
  return callPlayground(known.connectorUrl, known.serviceUrl, { method: request.method, path, body: request.body });
}

/** Playground asks with HEAD whether the bot is up before it sends anything. */
async function isBotUp(options: RelayOptions): Promise<boolean> {
  return fetch(options.botEndpoint(), { method: 'HEAD' }).then(
    () => true,
    () => false,
  );
}

function serve(server: FastifyInstance, options: RelayOptions, playgrounds: ReadonlyMap<string, Known>): void {
  const find = (request: FastifyRequest): Known | undefined =>
    playgrounds.get((request.params as { readonly key: string }).key);

  server.addHook('onRequest', async (request, response) => {
    if (isFromPage(request)) return response.code(403).send({ message: 'The relay takes no posts from web pages.' });
    if (!find(request)) return response.code(404).send({ message: 'The relay knows no such Playground.' });
  });
  server.head('/:key/api/messages', async (_, response) => response.code((await isBotUp(options)) ? 200 : 503).send());
  server.post('/:key/api/messages', async (request, response) => {
    const known = find(request);
    if (!known) return response.callNotFound();
    const answer = await toBot(options, known, request.body);
    return response.code(answer.status).type(answer.contentType).send(answer.body);
  });
  server.all('/:key/connector/*', async (request, response) => {
    const known = find(request);
    if (!known) return response.callNotFound();
    const answer = await fromBot(options, known, request);
    return response.code(answer.status).type(answer.contentType).send(answer.body);
  });
}

/** Starts the relay on 127.0.0.1; it serves any number of Playgrounds, each under its own path. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const playgrounds = new Map<string, Known>();
  const server = fastify({ forceCloseConnections: true, bodyLimit: 4_194_304, exposeHeadRoutes: false });
  serve(server, options, playgrounds);
  const url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    url,
    addPlayground(key, settings = {}) {
      const door = { messagesUrl: `${url}/${key}/api/messages`, serviceUrl: `${url}/${key}/connector/` };
      playgrounds.set(key, { ...door, settings, connectorUrl: undefined });
      return door;
    },
    connect(key, connectorUrl) {
      const known = playgrounds.get(key);
      const address = loopbackUrl(connectorUrl);
      if (!known || !address) throw new Error(`No Playground "${key}" on loopback at ${connectorUrl}.`);
      known.connectorUrl = address;
    },
    stop: () => server.close(),
  };
}
