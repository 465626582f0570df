// Exchange's admin addresses on localhost: finds the route, opens the gate, runs it, and logs what came of it.
import { graphTime } from '../clock.js';
import { type Answer, type Incoming, matchPath, type Outcome, segmentsOf } from '../message.js';
import { misbehave } from '../misbehave.js';
import { createPageTokens } from '../odata/page-links.js';
import { createWindow, type Window } from '../throttle.js';
import type { World } from '../world.js';
import { v2Mailbox } from './admin-api-v2.js';
import { admit } from './admission.js';
import {
  entityMailbox,
  invokeGetMailbox,
  invokeGetMailboxPermission,
  invokeGetRecipientPermission,
} from './beta-backend.js';
import { badRequest, ExchangeError, errorAnswer, errorForStatus } from './exchange-error.js';
import type { ExchangeRoute } from './route.js';

export const EXCHANGE_ROUTES: readonly ExchangeRoute[] = [
  v2Mailbox,
  invokeGetMailbox,
  invokeGetMailboxPermission,
  invokeGetRecipientPermission,
  entityMailbox,
];

const CACHE = { 'Cache-Control': 'no-cache, no-store', 'OData-Version': '4.0' };

/** The handler of Exchange's port. `origin` is https://localhost:port once the port is known. */
export function createExchange(world: World, origin: () => string): (incoming: Incoming) => Promise<Outcome> {
  const pages = createPageTokens();
  const window = createMovableWindow(world);

  return async (incoming) => {
    const input = cmdletInput(incoming);
    const route = findRoute(incoming, input);
    const name = route?.name ?? 'unknown';
    const requestId = world.newId();
    let permission: string | null = null;
    const asAnswer = (error: ExchangeError): Answer =>
      errorAnswer(error, world.switches.exchangeForbiddenBody === 'empty');
    const act = async (): Promise<Answer> => {
      try {
        permission = await admit(world, route, incoming);
        if (route === undefined) throw unknownRoute(incoming, input);
        throttle(window());
        checkOptions(route, incoming.query);
        if (route.method === 'POST' && input === undefined) throw badRequest('CmdletInput is missing from the body.');
        const { name: cmdlet, parameters } = input ?? { name: '', parameters: {} };
        const { path, query, headers } = incoming;
        return route.answer({ world, pages, origin: origin(), path, query, headers, cmdlet, parameters });
      } catch (error) {
        if (error instanceof ExchangeError) return asAnswer(error);
        throw error;
      }
    };
    const { method, target } = incoming;
    const taken = world.faults.take({ service: 'exchange', method, route: name, path: target, inBatch: false });
    const { outcome, fault } = await misbehave(taken, act, (effect) =>
      asAnswer(errorForStatus(effect.status, effect.code, effect.message)),
    );
    world.requests.add({
      at: graphTime(world.clock.now()),
      service: 'exchange',
      method,
      path: target,
      route: name,
      status: outcome.kind === 'reset' ? 'reset' : outcome.answer.status,
      permission,
      inBatch: false,
      units: 0,
      fault,
      requestId,
      clientRequestId: incoming.headers['client-request-id'] ?? null,
    });
    return withId(outcome, requestId);
  };
}

/** The window of the switch exchangeRequestsPerMinute; made anew when the switch changes. */
function createMovableWindow(world: World): () => Window | undefined {
  let most: number | null = null;
  let window: Window | undefined;
  return () => {
    const now = world.switches.exchangeRequestsPerMinute;
    if (now !== most) {
      most = now;
      window = now === null ? undefined : createWindow({ name: 'Exchange', most: now, perMs: 60_000 }, world.clock);
    }
    return window;
  };
}

function throttle(window: Window | undefined): void {
  const retryAfter = window?.charge(1).retryAfter ?? null;
  if (retryAfter === null) return;
  throw new ExchangeError(429, 'TooManyRequests', 'Too many requests. Please try again later.', {
    headers: { 'Retry-After': String(retryAfter) },
  });
}

function withId(outcome: Outcome, requestId: string): Outcome {
  if (outcome.kind === 'reset') return outcome;
  const headers = { ...CACHE, 'request-id': requestId, ...outcome.answer.headers };
  return { ...outcome, answer: { ...outcome.answer, headers } };
}

interface CmdletInput {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `{"CmdletInput":{"CmdletName":"…","Parameters":{…}}}`, or undefined for any other body. */
function cmdletInput({ body, headers }: Incoming): CmdletInput | undefined {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return undefined;
  try {
    const input = (JSON.parse(body.toString('utf8')) as { readonly CmdletInput?: Record<string, unknown> }).CmdletInput;
    const parameters = input?.['Parameters'] ?? {};
    if (typeof input?.['CmdletName'] !== 'string' || typeof parameters !== 'object') return undefined;
    return { name: input['CmdletName'], parameters: parameters as Readonly<Record<string, unknown>> };
  } catch {
    return undefined;
  }
}

function findRoute(incoming: Incoming, input: CmdletInput | undefined): ExchangeRoute | undefined {
  const segments = segmentsOf(incoming.path);
  return EXCHANGE_ROUTES.find(
    (route) =>
      route.method === incoming.method &&
      matchPath(route.path, segments) !== undefined &&
      (route.cmdlet === undefined || input === undefined || route.cmdlet.toLowerCase() === input.name.toLowerCase()),
  );
}

function checkOptions(route: ExchangeRoute, query: URLSearchParams): void {
  const allowed = [...route.query, '$skiptoken'].map((name) => name.toLowerCase());
  for (const name of query.keys()) {
    if (!allowed.includes(name.toLowerCase())) throw badRequest(`The query option '${name}' is not supported here.`);
  }
}

function unknownRoute(incoming: Incoming, input: CmdletInput | undefined): ExchangeError {
  const segments = segmentsOf(incoming.path);
  const here = EXCHANGE_ROUTES.filter((route) => matchPath(route.path, segments) !== undefined);
  if (here.length === 0) {
    return new ExchangeError(
      404,
      'NotFound',
      `The sandbox's Exchange has nothing at ${incoming.method} ${incoming.path}.`,
    );
  }
  if (here.every((route) => route.method !== incoming.method)) {
    return new ExchangeError(405, 'MethodNotAllowed', `The method ${incoming.method} is not allowed here.`);
  }
  return badRequest(`The term '${input?.name ?? ''}' is not recognized as the name of a cmdlet that the sandbox has.`);
}
