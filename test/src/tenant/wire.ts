// A bare HTTPS server for answers that no honest tenant gives.
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ensureCertificate } from '../../../sandbox/certificate.js';

export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Wire {
  readonly origin: string;
  readonly requests: WireRequest[];
  stop(): Promise<void>;
}

/** Serves on 127.0.0.1; the handler is given how many requests came before. */
export async function startWire(
  handler: (request: WireRequest, response: ServerResponse, before: number) => void,
): Promise<Wire> {
  const { cert, key } = await ensureCertificate();
  const requests: WireRequest[] = [];
  const server = createServer({ cert, key }, (incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    incoming.resume();
    const request = { method, path, headers };
    handler(request, response, requests.length);
    requests.push(request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerJson(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  begin(response, status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** `writeHead` to chain on: restify, where it is loaded too, replaces it by one that returns nothing. */
export function begin(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): ServerResponse {
  response.writeHead(status, headers);
  return response;
}
