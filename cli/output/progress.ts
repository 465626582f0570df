// Shows how far a long reading is: a bar on a terminal, nothing anywhere else.
import type { World } from '../command.js';

export interface Progress {
  /** What is done now; a bar where it is known how much there is. */
  phase(what: string, total?: number): void;
  advance(count: number): void;
  /** Takes the line away. */
  end(): void;
}

const BAR = 24;
const CLEAR = '\r\u001b[2K';

export function progressOn(err: World['err']): Progress {
  if (err.isTTY !== true) return { phase: () => undefined, advance: () => undefined, end: () => undefined };
  let now: { what: string; total: number | undefined; done: number } | null = null;
  const draw = (): void => {
    if (now === null) return;
    // A terminal that does not tell its width says nought.
    err.write(`${CLEAR}${lineOf(now.what, now.done, now.total).slice(0, (err.columns || 80) - 1)}`);
  };
  return {
    phase(what, total) {
      now = { what, total, done: 0 };
      draw();
    },
    advance(count) {
      if (now !== null) now.done += count;
      draw();
    },
    end() {
      if (now !== null) err.write(CLEAR);
      now = null;
    },
  };
}

function lineOf(what: string, done: number, total: number | undefined): string {
  if (total === undefined) return `${what}: ${done.toLocaleString('en')}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(share * BAR);
  const bar = `${'#'.repeat(full)}${'-'.repeat(BAR - full)}`;
  return `${what}: [${bar}] ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}
