// How proofs print what they measured.
import process from 'node:process';

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Median and worst of sorted milliseconds. */
export function spread(sorted: readonly number[]): string {
  const median = sorted[Math.floor(sorted.length / 2)];
  const worst = sorted.at(-1);
  return median === undefined || worst === undefined ? 'none' : `median ${seconds(median)}, worst ${seconds(worst)}`;
}

/** Two columns. */
export function table(rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}
