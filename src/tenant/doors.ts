// Time and chance as the tenant's clients need them, handed in so that tests wait for nothing.
import type { UpstreamTry } from './observe.js';

export interface TenantDoors {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after so many milliseconds. */
  sleep(ms: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** A signal that aborts after so many milliseconds; AbortSignal.timeout when left out. */
  timeout?(ms: number): AbortSignal;
  /** Hears of every try of a request. Must not throw. */
  observe?(tried: UpstreamTry): void;
}
