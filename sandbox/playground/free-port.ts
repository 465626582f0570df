// A port that nobody listens on: the wanted one, or the next free one above it.
import { createServer } from 'node:net';

const HIGHEST = 65_535;

/** Bound on all interfaces, because that is where Agents Playground listens: a port taken on one of them is taken. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

/**
 * The first free port from `wanted` upwards, leaving out `taken` (promised to others that do not listen yet).
 * @throws Error when there is none
 */
export async function freePort(wanted: number, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port <= HIGHEST; port += 1) {
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port from ${wanted} upwards.`);
}
