// The fake Bot Connector over HTTP on loopback: checks the bot's token, meets faults and limits, then does the operation.
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ConnectorFaults, ConnectorOperation, Fault } from './connector-faults.js';
import { type Answer, type ConnectorWorld, splitThread } from './connector-operations.js';
import { CONNECTOR_ROUTES, type ConnectorRoute, type RouteParameters } from './connector-routes.js';
import { isObject } from './json.js';
import { createRateLimiter, READ_WINDOWS, SEND_WINDOWS } from './rate-limits.js';
import { ConnectorRefusal, errorAnswer } from './teams-errors.js';

/** Looks at the Authorization header of a bot's call; the answer is `valid`, or why it is refused. */
export type BotTokenCheck = (authorization: string | undefined) => Promise<string>;

/** One request of the bot, as it came, and how it was answered; `status` 0 is a connection cut on purpose. */
export interface ConnectorCall {
  readonly operation: ConnectorOperation;
  readonly method: string;
  /** Without the thread; undefined for `create`. */
  readonly conversationId: string | undefined;
  readonly activityId: string | undefined;
  readonly body: unknown;
  readonly at: Date;
  readonly status: number;
}

export interface ConnectorDoors {
  readonly world: ConnectorWorld;
  readonly faults: ConnectorFaults;
  readonly checkBotToken: BotTokenCheck;
  readonly rateLimited: boolean;
  now(): Date;
  record(call: ConnectorCall): void;
  /** Adds what stands on the same address. */
  serve(server: FastifyInstance): void;
}

export interface ConnectorServer {
  /** `http://127.0.0.1:port`, no slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

type Answered = Answer & { readonly retryAfter?: number | string };
type Limit = (operation: ConnectorOperation, thread: string) => Answered | undefined;

function createLimit(doors: ConnectorDoors): Limit {
  if (!doors.rateLimited) return () => undefined;
  const writes = createRateLimiter(SEND_WINDOWS);
  const reads = createRateLimiter(READ_WINDOWS);
  return (operation, thread) => {
    const retryAfter = (operation === 'members' ? reads : writes).admit(thread, doors.now());
    return retryAfter > 0 ? { ...errorAnswer('Throttled'), retryAfter } : undefined;
  };
}

function failureOf(fault: Fault | undefined): Answered | 'reset' | undefined {
  if (!fault || fault.kind === 'delay') return undefined;
  if (fault.kind === 'reset') return 'reset';
  const answer = fault.kind === 'error' ? errorAnswer(fault.code) : { status: fault.status };
  return fault.retryAfter === undefined ? answer : { ...answer, retryAfter: fault.retryAfter };
}

/** Parameters that a route does not have are empty. */
function parametersOf(request: FastifyRequest): RouteParameters {
  return { conversationId: '', activityId: '', memberId: '', ...(request.params as Partial<RouteParameters>) };
}

function attempt(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    if (error instanceof ConnectorRefusal) return errorAnswer(error.code, error.message);
    throw error;
  }
}

async function decide(
  doors: ConnectorDoors,
  limit: Limit,
  route: ConnectorRoute,
  request: FastifyRequest,
): Promise<Answered | 'reset'> {
  const verdict = await doors.checkBotToken(request.headers.authorization);
  if (verdict !== 'valid') return errorAnswer('Unauthorized', verdict);
  const at = parametersOf(request);
  const fault = doors.faults.take(route.operation, splitThread(at.conversationId)[0]);
  if (fault?.kind === 'delay') await sleep(fault.milliseconds);
  const failure = failureOf(fault);
  const takesEffect = fault && 'effect' in fault && fault.effect;
  if (failure && !takesEffect) return failure;
  const tooMany = limit(route.operation, at.conversationId);
  if (tooMany) return tooMany;
  const body = isObject(request.body) ? request.body : {};
  const done = attempt(() => route.run(doors.world, at, body, request.query));
  return failure ?? done;
}

function record(doors: ConnectorDoors, route: ConnectorRoute, request: FastifyRequest, status: number): void {
  const at = parametersOf(request);
  doors.record({
    operation: route.operation,
    method: route.method,
    conversationId: splitThread(at.conversationId)[0] || undefined,
    activityId: at.activityId || undefined,
    body: request.body,
    at: doors.now(),
    status,
  });
}

function reply(response: FastifyReply, answer: Answered | 'reset'): FastifyReply {
  if (answer === 'reset') {
    response.hijack();
    response.raw.socket?.resetAndDestroy();
    return response;
  }
  if (answer.retryAfter !== undefined) response.header('Retry-After', String(answer.retryAfter));
  return response.code(answer.status).send(answer.body ?? '');
}

/** @param prefix the path of the serviceUrl, with a slash before and none behind */
export async function startConnectorServer(doors: ConnectorDoors, prefix: string, port = 0): Promise<ConnectorServer> {
  const server = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2000 },
    bodyLimit: 4_194_304,
  });
  doors.serve(server);
  const limit = createLimit(doors);
  for (const route of CONNECTOR_ROUTES) {
    server.route({
      method: route.method,
      url: `${prefix}/v3/conversations${route.path}`,
      handler: async (request, response) => {
        const answer = await decide(doors, limit, route, request);
        record(doors, route, request, answer === 'reset' ? 0 : answer.status);
        return reply(response, answer);
      },
    });
  }
  const url = await server.listen({ host: '127.0.0.1', port });
  return { url, stop: () => server.close() };
}
