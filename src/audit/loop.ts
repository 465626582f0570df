// Work that goes on beside everything else: when woken or when its time comes, with growing pauses after failures.

export interface Loop {
  /** There may be something to do. After a failure the pause is kept. */
  wake(): void;
  /** Lets a round that runs finish, then ends. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** One round; 'more' asks for the next at once. */
  round(): Promise<'more' | 'idle'>;
  /** Milliseconds between rounds when nobody wakes it. */
  readonly everyMs: number;
  /** Milliseconds after the first failure; doubled for each one that follows, up to `longestMs`. */
  readonly retryMs: number;
  readonly longestMs: number;
  /** Hears of a failed round: its error and how many have failed in a row. */
  onFailure(error: unknown, failures: number): void;
  /** Waits so long, or until the signal. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Starts with a round at once. Nothing that a round throws gets out. */
export function startLoop(options: LoopOptions): Loop {
  const stopping = new AbortController();
  let waiting: AbortController | null = null;
  let woken = true;
  let failures = 0;
  const rest = async (): Promise<void> => {
    if (failures > 0) {
      const ms = Math.min(options.longestMs, options.retryMs * 2 ** (failures - 1));
      await options.pause(ms, stopping.signal);
      return;
    }
    if (woken) return;
    waiting = new AbortController();
    await options.pause(options.everyMs, AbortSignal.any([stopping.signal, waiting.signal]));
    waiting = null;
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      woken = false;
      try {
        woken = (await options.round()) === 'more' || woken;
        failures = 0;
      } catch (error) {
        failures += 1;
        options.onFailure(error, failures);
      }
      await rest();
    }
  };
  const running = run();
  return {
    wake() {
      woken = true;
      waiting?.abort();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
