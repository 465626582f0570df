// A load balancer as small as can be: each request goes to the next instance that takes connections.
import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  readonly url: string;
  /** How many requests each port has answered. */
  readonly served: ReadonlyMap<number, number>;
  stop(): Promise<void>;
}

/** @param ports of the instances on 127.0.0.1 that there are just now */
export async function startRoundRobin(ports: () => readonly number[]): Promise<RoundRobin> {
  const served = new Map<number, number>();
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      turn += 1;
      const all = ports();
      const order = all.map((_, index) => all[(turn + index) % all.length] ?? 0);
      pass(incoming, Buffer.concat(parts), outgoing, order, served);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
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
