// What /readyz says, and how long a stopping bot goes on listening for the sake of the load balancer that asks it.

export interface Readiness {
  /** Whether this instance is to be given work; whoever asks is remembered for a minute. */
  ask(): Promise<boolean>;
  /** Says no from now on. Resolves once a load balancer that asks every other second has heard it. */
  takeOut(): Promise<void>;
  /** Whether it was taken out. */
  isOut(): boolean;
}

export interface ReadinessDoors {
  /** Whether the bot can work. */
  isReady(): Promise<boolean>;
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number;
  pause(ms: number): Promise<void>;
}

/** Whoever asked longer ago than this is no load balancer that waits for the answer. */
const LATELY_MS = 60_000;
/** Two questions of a load balancer that asks every second, or one of one that asks every other. */
const OPEN_MS = 2_500;

export function createReadiness({ isReady, elapsed, pause }: ReadinessDoors): Readiness {
  let askedAt = Number.NEGATIVE_INFINITY;
  let isOut = false;
  return {
    isOut: () => isOut,
    async ask() {
      askedAt = elapsed();
      return !isOut && (await isReady());
    },
    async takeOut() {
      isOut = true;
      if (elapsed() - askedAt < LATELY_MS) await pause(OPEN_MS);
    },
  };
}
