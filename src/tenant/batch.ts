// Several questions or deeds in one request: JSON batching, matched by id, each item as patient as a request of its own.
import type { TenantDoors } from './doors.js';
import type { Graph } from './graph.js';
import { type JsonRecord, listAt, numberAt, recordOf, recordsIn, textAt } from './json.js';
import { isPassing, waitFor } from './patience.js';
import type { Answer } from './upstream.js';

/** Graph's limit ("Combine multiple HTTP requests using JSON batching"). */
const ITEMS_PER_BATCH = 20;
const TRIES = 4;

export interface BatchItem {
  /** Unique within the call; answers carry it. */
  readonly id: string;
  readonly method: 'GET' | 'PATCH';
  /** Below the version. */
  readonly path: string;
  readonly body?: object;
}

/**
 * The answers by id, also those that are errors; an item that never got an answer is absent. Items answered 429 or 5xx are
 * sent again, after the longest Retry-After among them, and only those: Graph's client does not look inside a batch.
 * POST /$batch; permissions are those of the items.
 * @throws Refused upstream-* when a batch as a whole fails
 */
export async function sendBatch(
  graph: Graph,
  items: readonly BatchItem[],
  call: { readonly correlationId: string; readonly permission: string },
  doors: TenantDoors,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (let start = 0; start < items.length; start += ITEMS_PER_BATCH) {
    await settle(graph, items.slice(start, start + ITEMS_PER_BATCH), call, doors, answers);
  }
  return answers;
}

async function settle(
  graph: Graph,
  items: readonly BatchItem[],
  call: { readonly correlationId: string; readonly permission: string },
  doors: TenantDoors,
  answers: Map<string, Answer>,
): Promise<void> {
  let open = items;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const got = await sendOnce(graph, open, call);
    for (const [id, answer] of got) answers.set(id, answer);
    open = open.filter(({ id }) => {
      const answer = got.get(id);
      return answer === undefined || isPassing(answer.status);
    });
    if (open.length === 0 || attempt >= TRIES) return;
    const wait = longestWait(open, got, attempt, doors);
    if (wait === null) return;
    await doors.sleep(wait);
  }
}

/** Null when one of them asks for more patience than a caller has: then none is worth waiting for. */
function longestWait(
  open: readonly BatchItem[],
  got: ReadonlyMap<string, Answer>,
  attempt: number,
  doors: TenantDoors,
): number | null {
  let longest = 0;
  for (const { id } of open) {
    const answer = got.get(id);
    const wait = waitFor(answer?.status ?? 503, answer?.headers ?? new Headers(), attempt, doors);
    if (wait === null) return null;
    longest = Math.max(longest, wait);
  }
  return longest;
}

async function sendOnce(
  graph: Graph,
  items: readonly BatchItem[],
  call: { readonly correlationId: string; readonly permission: string },
): Promise<ReadonlyMap<string, Answer>> {
  const requests = items.map(({ id, method, path, body }) => {
    const request = { id, method, url: path };
    return body === undefined ? request : { ...request, headers: { 'Content-Type': 'application/json' }, body };
  });
  const { body } = await graph.send({
    ...call,
    method: 'POST',
    path: '/$batch',
    body: { requests },
    // GET and PATCH alike may be sent twice.
    isReplayable: true,
  });
  const asked = new Set(items.map(({ id }) => id));
  const answers = recordsIn(listAt(recordOf(body), 'responses')).map(answerOf);
  return new Map(answers.filter((answer) => answer !== null).filter(([id]) => asked.has(id)));
}

function answerOf(response: JsonRecord): readonly [string, Answer] | null {
  const id = textAt(response, 'id');
  const status = numberAt(response, 'status');
  if (id === null || status === null) return null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(recordOf(response['headers']) ?? {})) headers.set(name, String(value));
  return [id, { status, headers, body: response['body'] ?? null }];
}
