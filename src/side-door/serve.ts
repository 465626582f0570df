// The bot's half of the side door: answers programs of its own user on its own machine, one JSON call per request.
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { areArguments, isCallName, type SideDoorCalls } from './calls.js';
import { makePlace, removePlace } from './place.js';

export interface SideDoor {
  close(): Promise<void>;
}

export interface SideDoorOptions {
  readonly dataDir: string;
  readonly calls: SideDoorCalls;
  /** Hears of a call that failed; its caller hears a sentence. */
  failed(error: unknown, call: string): void;
}

/** Ids of the largest tenants fit. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** Null where the system has no such sockets (Windows): there the store is opened while the bot is stopped. */
export async function openSideDoor(options: SideDoorOptions): Promise<SideDoor | null> {
  if (process.platform === 'win32') return null;
  const path = await makePlace(options.dataDir);
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.failed(error, request.url ?? '');
      if (response.headersSent) response.destroy();
      else reply(response, 500, { problem: 'The bot could not answer; its log says why.' });
    });
  });
  server.unref();
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    server.listen(path, listening);
  });
  await chmod(path, 0o600);
  return {
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await removePlace(options.dataDir);
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, { calls }: SideDoorOptions): Promise<void> {
  const name = (request.url ?? '').slice(1);
  if (request.method !== 'POST') return reply(response, 405, { problem: 'POST only.' });
  if (!isCallName(name)) return reply(response, 404, { problem: 'This bot is of another version: stop it first.' });
  const args = await argumentsIn(request);
  if (!areArguments(name, args)) return reply(response, 400, { problem: 'The call does not fit.' });
  const call = calls[name] as (...args: readonly unknown[]) => Promise<unknown>;
  reply(response, 200, { result: await call(...args) });
}

async function argumentsIn(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT) return null;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
