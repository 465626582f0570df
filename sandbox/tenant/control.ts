// The control address: changes the tenant while it runs, over plain HTTP on loopback.

import { runControlCommand } from './control-requests.js';
import type { DirectoryDesk } from './directory-desk.js';
import type { Answer, Incoming, Outcome } from './message.js';
import type { World } from './world.js';

/** Names under which a browser page elsewhere cannot reach this machine: a foreign Host means a rebound name. */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** The handler of the control port: JSON in, JSON out; mistakes are answered 400 with `error`. */
export function createControl(world: World, desk: DirectoryDesk): (incoming: Incoming) => Promise<Outcome> {
  return async (incoming) => ({ kind: 'answer', answer: answerTo(world, desk, incoming) });
}

function answerTo(world: World, desk: DirectoryDesk, incoming: Incoming): Answer {
  if (!OWN_HOST.test(incoming.headers['host'] ?? '')) return mistake(403, 'Use 127.0.0.1 or localhost.');
  try {
    const body = bodyOf(incoming);
    const result = runControlCommand(world, desk, `${incoming.method} ${incoming.path}`, body);
    return result === undefined
      ? mistake(404, `There is nothing at ${incoming.method} ${incoming.path}. GET / lists what there is.`)
      : { status: 200, body: result };
  } catch (error) {
    return mistake(400, error instanceof Error ? error.message : String(error));
  }
}

/** The query for GET, the JSON body for everything else. */
function bodyOf({ method, query, body, headers }: Incoming): Readonly<Record<string, unknown>> {
  if (method === 'GET' || body.length === 0) return Object.fromEntries(query);
  // Browsers do not send this type across origins without asking, and nobody here says yes.
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw new Error('Send application/json.');
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error('Send a JSON object.');
  return parsed as Readonly<Record<string, unknown>>;
}

function mistake(status: number, error: string): Answer {
  return { status, body: { error } };
}
