// The HTTP server: Teams' door, and two that tell a load balancer how the bot is.
import type { AddressInfo } from 'node:net';
import type { CloudAdapter, TurnContext } from 'botbuilder';
import restify from 'restify';
import type { Readiness } from './readiness.js';
import { mayBeConnector, type TrustRules } from './trust.js';

/** Largest body that is read, in bytes: Teams' own limit for a message is 100 KB as UTF-16. */
const BODY = { maxBodySize: 262_144, mapParams: false };
/** Longest time a client may take to send a request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 20_000;

export interface ServerDoors {
  readonly adapter: CloudAdapter;
  readonly rules: TrustRules;
  run(context: TurnContext): Promise<void>;
  readonly readiness: Pick<Readiness, 'ask' | 'isOut'>;
}

export interface RunningServer {
  readonly port: number;
  /** Stops taking requests, and waits for the ones under way. */
  close(): Promise<void>;
}

/** Starts listening. @throws the system's error when the port is taken. */
export async function startServer(host: string, port: number, doors: ServerDoors): Promise<RunningServer> {
  const server = restify.createServer({ name: 'mailbox-guard' });
  server.server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.pre((_request, response, next) => {
    // Whoever keeps a connection would send the next request to an instance that is about to go.
    if (doors.readiness.isOut()) response.header('Connection', 'close');
    return next();
  });
  server.get('/healthz', async (_request: restify.Request, response: restify.Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: restify.Request, response: restify.Response) => {
    response.send((await doors.readiness.ask()) ? 200 : 503, {});
  });
  server.post(
    '/api/messages',
    stopStrangers(doors.rules),
    ...restify.plugins.jsonBodyParser(BODY),
    async (request: restify.Request, response: restify.Response) => {
      const { body, headers, method = 'POST' } = request;
      if (!isActivity(body)) {
        // Not returned: restify writes what a handler returns into its log, with all headers.
        response.send(400, { code: 'BadRequest', message: 'Not an activity.' });
        return;
      }
      await doors.adapter.process({ body, headers, method }, response, (context) => doors.run(context));
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: taken } = server.server.address() as AddressInfo;
  return { port: taken, close: () => closeServer(server) };
}

/** As much of an activity as botbuilder needs to look at it without throwing. */
function isActivity(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { type, conversation, from } = body as Readonly<Record<string, unknown>>;
  const isNamed = (value: unknown): boolean => typeof (value as { id?: unknown } | undefined)?.id === 'string';
  return typeof type === 'string' && isNamed(conversation) && isNamed(from);
}

/** Refuses, before the body is read, what cannot come from Teams. */
function stopStrangers(rules: TrustRules): restify.RequestHandler {
  return (request, response, next) => {
    if (!/^application\/json\b/iu.test(request.header('content-type') ?? '')) {
      response.send(415, { code: 'UnsupportedMediaType', message: 'Send application/json.' });
      return next(false);
    }
    // A compressed body is inflated before anyone is authenticated, and a broken one ends the process.
    if (!/^(?:identity)?$/iu.test(request.header('content-encoding') ?? '')) {
      response.send(415, { code: 'UnsupportedMediaType', message: 'Send the body as it is, not compressed.' });
      return next(false);
    }
    if (!mayBeConnector(request.header('authorization'), rules)) {
      response.send(401, { code: 'Unauthorized', message: 'Not a token of the Bot Connector for this bot.' });
      return next(false);
    }
    return next();
  };
}

/** How often connections are looked through for those whose request was answered meanwhile. */
const LOOK_MS = 50;

async function closeServer(server: restify.Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const closeIdle = (): void => server.server.closeIdleConnections();
  closeIdle();
  const look = setInterval(closeIdle, LOOK_MS);
  await closed;
  clearInterval(look);
}
