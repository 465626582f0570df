// A load balancer as small as can be: each request goes to the next instance that says it is ready.
import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  readonly url: string;
  /** How many requests each port has answered. */
  readonly served: ReadonlyMap<number, number>;
  stop(): Promise<void>;
}

/** Milliseconds between two questions to each instance. */
const LOOK_MS = 250;

/** @param ports of the instances on 127.0.0.1 that there are just now */
export async function startRoundRobin(ports: () => readonly number[]): Promise<RoundRobin> {
  const served = new Map<number, number>();
  const out = new Set<number>();
  const look = setInterval(() => {
    for (const port of ports()) {
      void isReady(port).then((ready) => (ready ? out.delete(port) : out.add(port)));
    }
  }, LOOK_MS);
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      turn += 1;
      const all = ports();
      const inTurn = all.map((_, index) => all[(turn + index) % all.length] ?? 0);
      // Where none says that it is ready, one of them may take it all the same.
      const order = [...inTurn.filter((port) => !out.has(port)), ...inTurn.filter((port) => out.has(port))];
      pass(incoming, Buffer.concat(parts), outgoing, order, served);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    stop: async () => {
      clearInterval(look);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, path: '/readyz', agent: false, timeout: 10 * LOOK_MS });
    asking.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(false));
    asking.end();
  });
}

function pass(
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  [port, ...others]: readonly number[],
  served: Map<number, number>,
): void {
  if (port === undefined) {
    outgoing.statusCode = 502;
    outgoing.end();
    return;
  }
  const { method, url: path, headers } = incoming;
  const onward: ClientRequest = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  onward.on('response', (answer) => {
    served.set(port, (served.get(port) ?? 0) + 1);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Nothing was sent: another instance may have it.
    if (code === 'ECONNREFUSED') pass(incoming, body, outgoing, others, served);
    else outgoing.destroy();
  });
  onward.end(body);
}
