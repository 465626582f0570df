// Runs mutants, a few at a time, each in a process of its own, and tells which of them lived.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Hunt {
  readonly kind: 'machine' | 'store';
  readonly seed: number;
  /** Lives a mutant may live before it counts as unseen; the original lives a fifth of them. */
  readonly runs: number;
}

/** How a process ended: the laws held, a law was broken, or it fell over. */
export type Fate = 'alive' | 'caught' | 'broken';

const FATES: Readonly<Record<number, Fate>> = { 0: 'alive', 3: 'caught' };

interface Ending {
  readonly name: string | null;
  readonly fate: Fate;
  readonly said: string;
}

/** What became of the original (null) and of each mutant. */
export async function hunt(names: readonly (string | null)[], { kind, seed, runs }: Hunt): Promise<readonly Ending[]> {
  const waiting = [...names];
  const endings: Ending[] = [];
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const lives = name === null ? Math.ceil(runs / 5) : runs;
      endings.push(await run(name, [kind, String(seed), String(lives), ...(name === null ? [] : [name])]));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return endings;
}

function run(name: string | null, args: readonly string[]): Promise<Ending> {
  const script = fileURLToPath(new URL('./run.js', import.meta.url));
  // What is measured of a broken file says nothing of the real one.
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ name, fate: FATES[code ?? 1] ?? 'broken', said: said.slice(0, 2_000) }));
  });
}
