// The sandbox's own clock: real time plus whatever a test or a person has moved it forward.

/** Time as the sandbox's Microsoft sees it: delays, throttling windows and page links are measured with it. */
export interface SandboxClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Moves time forward by so many milliseconds. Throws a RangeError when asked to go back. */
  advance(ms: number): void;
}

/** A clock that runs with `realNow` (milliseconds since 1970) and can be moved ahead of it. */
export function createClock(realNow: () => number): SandboxClock {
  let ahead = 0;
  return {
    now: () => realNow() + ahead,
    advance: (ms) => {
      if (!(ms >= 0)) throw new RangeError('The sandbox clock only moves forward.');
      ahead += ms;
    },
  };
}

/** A time as Graph writes it: ISO 8601, UTC, whole seconds. */
export function graphTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
