// Graph's $batch: up to 20 requests in one, each counted and answered on its own, in no particular order.
// https://learn.microsoft.com/graph/json-batching
import type { Answer } from '../message.js';
import { badRequest } from './graph-error.js';
import type { GraphCall, GraphRoute } from './route.js';

const MOST = 20;

interface Item {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface ItemAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const batch: GraphRoute = {
  method: 'POST',
  path: '$batch',
  // Each item is authorised on its own.
  permissions: [],
  units: 1,
  quota: 'none',
  query: [],
  answer: async (call): Promise<Answer> => {
    const answers = new Map<string, ItemAnswer>();
    for (const item of inOrder(itemsOf(call.body))) answers.set(item.id, await answerItem(call, item, answers));
    return { status: 200, body: { responses: call.world.random.shuffle([...answers.values()]) } };
  },
};

function itemsOf(body: unknown): readonly Item[] {
  const { requests } = (body ?? {}) as { readonly requests?: unknown };
  if (!Array.isArray(requests)) throw badRequest("Invalid batch payload format: 'requests' is missing.", 'BadRequest');
  if (requests.length > MOST) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST}.`, 'BadRequest');
  }
  const items = requests.map(itemOf);
  const ids = new Set<string>();
  for (const { id } of items) {
    if (ids.has(id.toLowerCase())) throw badRequest(`Request Id '${id}' has to be unique in a batch.`, 'BadRequest');
    ids.add(id.toLowerCase());
  }
  return items;
}

function itemOf(request: unknown): Item {
  const { id, method, url, headers = {}, body, dependsOn = [] } = (request ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || id === '')
    throw badRequest('Invalid batch payload format: an id is missing.', 'BadRequest');
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw badRequest(`Invalid batch payload format: method or url of request id : ${id} is missing.`, 'BadRequest');
  }
  if (typeof headers !== 'object' || headers === null || !Array.isArray(dependsOn)) {
    throw badRequest(`Invalid batch payload format: request id : ${id}.`, 'BadRequest');
  }
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const item = {
    id,
    method: method.toUpperCase(),
    url,
    headers: Object.fromEntries(named),
    body,
    dependsOn: dependsOn.map(String),
  };
  checkBody(item);
  return item;
}

/** A write needs a body and its Content-Type, even an empty object; the whole batch fails without. */
function checkBody({ id, method, headers, body }: Item): void {
  const hasType = /^application\/json\b/i.test(headers['content-type'] ?? '');
  if (['POST', 'PATCH', 'PUT'].includes(method) && (body === undefined || !hasType)) {
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`, 'BadRequest');
  }
  if (method === 'GET' && body !== undefined) {
    throw badRequest(`Request id : ${id} must not contain a body.`, 'BadRequest');
  }
}

/** Items after those they depend on. Throws a GraphError for a circle or an id that is not there. */
function inOrder(items: readonly Item[]): readonly Item[] {
  const ordered: Item[] = [];
  let waiting = items;
  while (waiting.length > 0) {
    const done = new Set(ordered.map(({ id }) => id));
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every((id) => done.has(id)));
    if (ready.length === 0)
      throw badRequest('Invalid batch: dependsOn names a request that cannot come before.', 'BadRequest');
    ordered.push(...ready);
    waiting = waiting.filter((item) => !ready.includes(item));
  }
  return ordered;
}

async function answerItem(call: GraphCall, item: Item, answers: ReadonlyMap<string, ItemAnswer>): Promise<ItemAnswer> {
  if (item.dependsOn.some((id) => (answers.get(id)?.status ?? 0) >= 400)) {
    const error = { code: 'FailedDependency', message: 'A request that this one depends on has failed.' };
    return { id: item.id, status: 424, headers: { 'Content-Type': 'application/json' }, body: { error } };
  }
  if (/^[a-z]+:\/\//i.test(item.url)) {
    const error = { code: 'BadRequest', message: `The url of request id : ${item.id} must be relative.` };
    return { id: item.id, status: 400, headers: { 'Content-Type': 'application/json' }, body: { error } };
  }
  const { method, url, headers, body } = item;
  const answer = await call.inner({ method, target: url, headers, body });
  return {
    id: item.id,
    status: answer.status,
    headers: itemHeaders(answer.headers),
    ...(answer.body === undefined ? {} : { body: answer.body }),
  };
}

/** Items carry the headers that concern them; those about the connection stay with the $batch itself. */
function itemHeaders(headers: Answer['headers'] = {}): Readonly<Record<string, string>> {
  const outer = ['request-id', 'client-request-id', 'x-ms-ags-diagnostic'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !outer.includes(name)));
}
