// Loaded into the bot before anything else (`node --import`): its clock is ahead of the real one by the milliseconds in a file.
import { readFileSync } from 'node:fs';
import { env } from 'node:process';

/** Names the file. */
const FILE = env['CLOCK_AHEAD_FILE'] ?? '';
/** Milliseconds for which what was read holds. */
const KEPT_MS = 50;

const RealDate = Date;
let aheadMs = 0;
let readAt = Number.NEGATIVE_INFINITY;

function now(): number {
  const real = RealDate.now();
  if (real - readAt >= KEPT_MS) {
    aheadMs = Number(readFileSync(FILE, 'utf8'));
    readAt = real;
  }
  return real + aheadMs;
}

// Everything in the process sees it, the embedded engine too; timers run as they do.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
