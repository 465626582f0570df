// /metrics on an address of its own, which Teams does not reach: for Prometheus, and nothing else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Store } from '../src/db/store.js';
import type { Counters } from '../src/metrics/counters.js';
import { gauges, storeUp } from '../src/metrics/gauges.js';
import { CONTENT_TYPE, metricsText } from '../src/metrics/text.js';
import type { Log } from './log.js';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Somebody who asks more often than this is answered from what was counted last. */
const FRESH_MS = 2_000;

/** @throws the system's error when the port is taken */
export async function startMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  { counters, store, log }: { readonly counters: Counters; readonly store: Pick<Store, 'figures'>; readonly log: Log },
): Promise<MetricsServer> {
  const page = keeping(FRESH_MS, () => pageOf(counters, store, log));
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') {
      // Not by writeHead: restify, in the same process, replaces it by one that returns nothing.
      response.statusCode = 404;
      response.end();
      return;
    }
    void page().then((text) => {
      response.setHeader('Content-Type', CONTENT_TYPE);
      response.end(text);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Never throws: while the database is away, what the process counted itself is told, and that the store does not answer. */
async function pageOf(counters: Counters, store: Pick<Store, 'figures'>, log: Log): Promise<string> {
  const figures = await store.figures().catch((err: unknown) => {
    log.warn({ err }, 'metrics: the store does not answer');
    return null;
  });
  return metricsText([storeUp(figures !== null), ...counters.metrics(), ...(figures === null ? [] : gauges(figures))]);
}

function keeping(ms: number, make: () => Promise<string>): () => Promise<string> {
  let made: { readonly at: number; readonly text: Promise<string> } | null = null;
  return () => {
    const now = performance.now();
    if (made === null || now - made.at > ms) made = { at: now, text: make() };
    return made.text;
  };
}
