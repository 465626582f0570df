// Microsoft Graph: the real client, its middleware chain with our patience in place of its own, and its answers as data.
import {
  AuthenticationHandler,
  Client,
  GraphClientError,
  HTTPMessageHandler,
  ResponseType,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import { Refused } from '../failure.js';
import { clientRequestId } from './correlation.js';
import type { TokenSource } from './credential.js';
import type { TenantDoors } from './doors.js';
import { CallOptions, PatienceHandler } from './graph-patience.js';
import type { Pace } from './pace.js';
import { followAnswers, followPages, type Page } from './paging.js';
import { type Answer, refusalFor, refusalForError } from './upstream.js';

/** One request to Graph v1.0. */
export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the version, values in it encoded: `/users/{id}?$select=…`; or a whole nextLink. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Least permission of this call, named when Graph denies it. */
  readonly permission: string;
  /** The work it belongs to; becomes its client-request-id. */
  readonly correlationId: string;
  /** Whether a person waits for it: throttled last. */
  readonly isUrgent?: boolean;
  /** Whether sending it twice does no more than sending it once. GET always is. */
  readonly isReplayable?: boolean;
  /** Statuses, besides 2xx, that are an answer and no error. */
  readonly accept?: readonly number[];
  /** The limit that each request of this call waits for, pages among them. */
  readonly pace?: Pace;
}

export interface Graph {
  /** @throws Refused upstream-denied, upstream-unavailable, upstream-unexpected; rate-limited where there is a pace */
  send(call: GraphCall): Promise<Answer>;
  /** The lists of all pages. @throws Refused as `send`, also in the middle */
  pages(call: GraphCall): AsyncGenerator<readonly unknown[], void, undefined>;
  /** The same with all that an answer says besides its list. */
  answers(call: GraphCall): AsyncGenerator<Page, void, undefined>;
}

export interface GraphSettings {
  /** An origin, https. */
  readonly endpoint: string;
  readonly scope: string;
}

/** One client for the life of the process. */
export function createGraph({ endpoint, scope }: GraphSettings, tokens: TokenSource, doors: TenantDoors): Graph {
  const client = Client.initWithMiddleware({
    baseUrl: endpoint,
    customHosts: new Set([new URL(endpoint).hostname]),
    fetchOptions: { redirect: 'manual' },
    middleware: chain(tokens, scope, doors),
  });
  const send = async (call: GraphCall): Promise<Answer> => {
    await call.pace?.turn();
    const answer = await ask(client, call);
    const isFine = (answer.status >= 200 && answer.status < 300) || call.accept?.includes(answer.status) === true;
    if (!isFine) throw refusalFor(answer, 'graph', call.permission);
    return answer;
  };
  return {
    send,
    pages: (call) => followPages(call.path, endpoint, 'graph', (path) => send({ ...call, path })),
    answers: (call) => followAnswers(call.path, endpoint, 'graph', (path) => send({ ...call, path })),
  };
}

// Patience is outermost of the three that act on a try, so that each try has a token of its own.
function chain(
  tokens: TokenSource,
  scope: string,
  doors: TenantDoors,
): (TelemetryHandler | PatienceHandler | AuthenticationHandler | HTTPMessageHandler)[] {
  const telemetry = new TelemetryHandler();
  const patience = new PatienceHandler(doors);
  const authentication = new AuthenticationHandler({ getAccessToken: () => tokens(scope) });
  return [telemetry, patience, authentication, new HTTPMessageHandler()];
}

async function ask(client: Client, call: GraphCall): Promise<Answer> {
  const isReplayable = call.isReplayable ?? call.method === 'GET';
  const { method, path, correlationId, accept: accepted = [] } = call;
  const observed = { service: 'graph', method, path, correlationId } as const;
  const request = client
    .api(call.path)
    .responseType(ResponseType.RAW)
    .middlewareOptions([new CallOptions(isReplayable, { accepted, observed })])
    .headers({
      'client-request-id': clientRequestId(call.correlationId),
      ...(call.isUrgent === true ? { 'x-ms-throttle-priority': 'High' } : {}),
      ...call.headers,
    });
  try {
    const response: Response = await perform(request, call);
    return { status: response.status, headers: response.headers, body: await bodyOf(response) };
  } catch (error) {
    // The client passes only its own errors on unchanged, so that is what the patience handler wraps others in.
    const actual = error instanceof GraphClientError && error.cause !== undefined ? error.cause : error;
    throw actual instanceof Refused ? actual : refusalForError(actual, 'graph');
  }
}

function perform(request: ReturnType<Client['api']>, { method, body }: GraphCall): Promise<Response> {
  switch (method) {
    case 'GET':
      return request.get();
    case 'POST':
      return request.post(body ?? {});
    case 'PATCH':
      return request.patch(body ?? {});
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!/\bjson\b/iu.test(response.headers.get('content-type') ?? '')) return text === '' ? null : text;
  return text === '' ? null : JSON.parse(text);
}
