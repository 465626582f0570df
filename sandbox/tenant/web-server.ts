// Puts a service on a loopback port: takes requests off the wire, puts answers on it, and can cut or break them off.
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Certificate } from '../certificate.js';
import type { Answer, Incoming, Outcome } from './message.js';

export interface WebServer {
  readonly port: number;
  stop(): Promise<void>;
}

export type Handler = (incoming: Incoming) => Promise<Outcome>;

/** Largest body that Graph takes; larger ones are answered 413. */
const BODY_LIMIT = 4 * 1024 * 1024;

/**
 * Listens on 127.0.0.1: HTTPS with a certificate, plain HTTP without. Port 0 is any free one.
 * Rejects with the system's error (EADDRINUSE, for example) when it cannot listen.
 */
export async function serve(handler: Handler, port: number, certificate?: Certificate): Promise<WebServer> {
  const options = { bodyLimit: BODY_LIMIT, forceCloseConnections: true, exposeHeadRoutes: false };
  // The two calls differ in the type of server, which nothing here depends on.
  const app =
    certificate === undefined
      ? Fastify(options)
      : (Fastify({
          ...options,
          https: { key: certificate.key, cert: certificate.cert },
        }) as unknown as FastifyInstance);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack();
    send(reply, await handler(incomingOf(request)));
  };
  app.all('/*', answer);
  app.setNotFoundHandler(answer);
  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { port: address.port, stop: () => app.close() };
}

function incomingOf(request: FastifyRequest): Incoming {
  const target = request.raw.url ?? '/';
  const [path = '/'] = target.split('?', 1);
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: request.method,
    path,
    target,
    query: new URLSearchParams(target.slice(path.length + 1)),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}

function send(reply: FastifyReply, outcome: Outcome): void {
  const { raw } = reply;
  if (outcome.kind === 'reset') {
    resetConnection(reply);
    return;
  }
  const body = bodyOf(outcome.answer);
  raw.writeHead(outcome.answer.status, {
    ...(body.length > 0 ? { 'Content-Type': 'application/json; charset=utf-8' } : {}),
    ...outcome.answer.headers,
    ...(outcome.answer.status === 204 ? {} : { 'Content-Length': body.length }),
  });
  if (outcome.kind === 'answer') {
    raw.end(body);
    return;
  }
  raw.write(body.subarray(0, Math.floor(body.length * outcome.share)), () => resetConnection(reply));
}

function bodyOf({ body }: Answer): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

// Destroyed with data still expected, the socket closes without a goodbye: clients see a reset or a socket that hung up.
function resetConnection(reply: FastifyReply): void {
  reply.raw.socket?.destroy();
}
