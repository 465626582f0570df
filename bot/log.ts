// The log: static messages with fields; no secrets, no message bodies.
import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;

/** Writes JSON lines to standard output. Authorization headers are cut out wherever an error object carries them. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    redact: ['*.headers.authorization', '*.request.headers', '*.response.headers', 'err.request', 'err.response'],
  });
}
