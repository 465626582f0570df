// Microsoft Graph on localhost: finds the route, opens the gate, runs it, and logs what came of it.
import { graphTime } from '../clock.js';
import { type Answer, type Incoming, matchPath, type Outcome, queryOf, segmentsOf } from '../message.js';
import { misbehave, type Shaped } from '../misbehave.js';
import { createPageTokens } from '../odata/page-links.js';
import { createWindow, REPORTING_LIMIT, resourceUnitLimit, WRITE_LIMIT } from '../throttle.js';
import type { World } from '../world.js';
import { authenticate, authorise, charge, type GraphLimits, priceOf } from './admission.js';
import { badRequest, errorAnswer, errorForStatus, GraphError } from './graph-error.js';
import { checkOptions } from './query-options.js';
import { type GraphCall, type GraphRoute, type InnerRequest, routeName } from './route.js';
import { GRAPH_ROUTES } from './routes.js';

interface Found {
  readonly route: GraphRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** A request, alone or within a $batch, as the pipeline sees it. */
interface Request {
  readonly method: string;
  /** Below the version. */
  readonly path: string;
  /** As logged. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly readBody: () => unknown;
  readonly inBatch: boolean;
}

/** What the log tells of a request besides its answer. */
interface Trace {
  permission: string | null;
  units: number;
}

const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** The handler of Graph's port. `origin` is https://localhost:port once the port is known. */
export function createGraph(world: World, origin: () => string): (incoming: Incoming) => Promise<Outcome> {
  const pages = createPageTokens();
  const limits: GraphLimits = {
    units: createWindow(resourceUnitLimit(world.directory.users.length), world.clock),
    writes: createWindow(WRITE_LIMIT, world.clock),
    reporting: createWindow(REPORTING_LIMIT, world.clock),
  };

  const carryOut = async (request: Request, found: Found | undefined, ids: Ids, trace: Trace): Promise<Answer> => {
    const bearer = await authenticate(world, request.headers['authorization']);
    if (found === undefined) throw unknownRoute(request);
    const { route, params } = found;
    trace.permission = authorise(world, route, bearer);
    checkOptions(route, request.query);
    trace.units = priceOf(route, request.query);
    const call: GraphCall = {
      world,
      pages,
      root: `${origin()}/v1.0`,
      path: request.path,
      params,
      query: request.query,
      headers: request.headers,
      body: route.method === 'GET' ? undefined : request.readBody(),
      bearer,
      requestId: ids.requestId,
      inner: async (item) => answerOf(await run(innerRequest(item, request.headers))),
    };
    try {
      const told = charge(limits, route, trace.units);
      const answer = await route.answer(call);
      return { ...answer, headers: { ...told, ...answer.headers } };
    } catch (error) {
      const throttled = error instanceof GraphError && error.status === 429;
      if (throttled && request.inBatch && world.switches.throttledBatchItemApplied) await route.answer(call);
      throw error;
    }
  };

  const run = async (request: Request): Promise<Shaped> => {
    const found = findRoute(request);
    const name = found === undefined ? 'unknown' : routeName(found.route);
    const requestId = world.newId();
    const ids = { requestId, clientRequestId: request.headers['client-request-id'] ?? requestId };
    const trace: Trace = { permission: null, units: 0 };
    const asAnswer = (error: GraphError): Answer => withIds(errorAnswer(error, ids, world.clock.now()), ids);
    const act = async (): Promise<Answer> => {
      try {
        return withIds(await carryOut(request, found, ids, trace), ids);
      } catch (error) {
        if (error instanceof GraphError) return asAnswer(error);
        throw error;
      }
    };
    const { method, target, inBatch } = request;
    const taken = world.faults.take({ service: 'graph', method, route: name, path: target, inBatch });
    const shaped = await misbehave(taken, act, (effect) =>
      asAnswer(errorForStatus(effect.status, effect.code, effect.message)),
    );
    const { outcome, fault } = shaped;
    world.requests.add({
      at: graphTime(world.clock.now()),
      service: 'graph',
      method,
      path: target,
      route: name,
      status: outcome.kind === 'reset' ? 'reset' : outcome.answer.status,
      permission: trace.permission,
      inBatch,
      units: trace.units,
      fault,
      requestId,
      clientRequestId: request.headers['client-request-id'] ?? null,
    });
    return shaped;
  };

  return async (incoming) => (await run(outerRequest(incoming))).outcome;
}

interface Ids {
  readonly requestId: string;
  readonly clientRequestId: string;
}

function answerOf({ outcome }: Shaped): Answer {
  if (outcome.kind === 'reset') throw new Error('A batch item cannot be reset.');
  return outcome.answer;
}

function withIds(answer: Answer, ids: Ids): Answer {
  const type = answer.body === undefined ? {} : { 'Content-Type': JSON_TYPE, 'OData-Version': '4.0' };
  return {
    ...answer,
    headers: {
      'Cache-Control': 'no-cache',
      ...type,
      'request-id': ids.requestId,
      'client-request-id': ids.clientRequestId,
      'x-ms-ags-diagnostic': '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"0","ScaleUnit":"000"}}',
      ...answer.headers,
    },
  };
}

function outerRequest(incoming: Incoming): Request {
  const [version, ...rest] = incoming.path.split('/').filter((part) => part !== '');
  return {
    method: incoming.method,
    // Any other version stays in the path and matches no route.
    path: version?.toLowerCase() === 'v1.0' ? rest.join('/') : `!${incoming.path}`,
    target: incoming.target,
    query: incoming.query,
    headers: incoming.headers,
    readBody: () => jsonBody(incoming),
    inBatch: false,
  };
}

function innerRequest(item: InnerRequest, outer: Request['headers']): Request {
  const [path = ''] = item.target.split('?', 1);
  return {
    method: item.method,
    path: path.replace(/^\/+/, ''),
    target: item.target,
    query: queryOf(item.target),
    headers: { ...item.headers, authorization: outer['authorization'] },
    readBody: () => item.body,
    inBatch: true,
  };
}

/** The body as JSON. Throws a GraphError. */
function jsonBody({ body, headers }: Incoming): unknown {
  if (body.length === 0) return undefined;
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw badRequest('Entity only allows writes with a JSON Content-Type header.', 'BadRequest');
  }
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
      'BadRequest',
    );
  }
}

/** A $batch within a $batch is no route at all. */
function routesFor(request: Request): readonly GraphRoute[] {
  return request.inBatch ? GRAPH_ROUTES.filter((route) => route.path !== '$batch') : GRAPH_ROUTES;
}

function findRoute(request: Request): Found | undefined {
  const segments = segmentsOf(request.path);
  for (const route of routesFor(request)) {
    if (route.method !== request.method) continue;
    const params = matchPath(route.path, segments);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function unknownRoute(request: Request): GraphError {
  const segments = segmentsOf(request.path);
  if (request.path.startsWith('!')) {
    return badRequest(`Invalid version: ${segments[0]?.slice(1) ?? ''}. The sandbox serves v1.0.`, 'BadRequest');
  }
  if (routesFor(request).some((route) => matchPath(route.path, segments) !== undefined)) {
    return new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }
  return badRequest(
    `Resource not found for the segment '${segments.at(-1) ?? ''}'. The sandbox has no route ${request.method} /${request.path}.`,
    'BadRequest',
  );
}
