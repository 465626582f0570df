// Turns, and work that goes on after its turn has been answered, so that a stopping bot can wait for both.

export interface LateWork {
  /** Takes charge of work that nobody awaits; a failure is told to `lost`. */
  add(work: Promise<unknown>): void;
  /** Resolves when all of it is done, and what came of it too, at most after so many milliseconds. */
  settle(ms: number): Promise<void>;
}

/** @param lost hears of work that failed */
export function createLateWork(pause: (ms: number) => Promise<void>, lost: (error: unknown) => void): LateWork {
  const open = new Set<Promise<unknown>>();
  return {
    add(work) {
      const kept = work.catch(lost).finally(() => open.delete(kept));
      open.add(kept);
    },
    async settle(ms) {
      let isTooLate = false;
      const end = pause(ms).then(() => {
        isTooLate = true;
      });
      // A turn that ends may leave work behind.
      while (open.size > 0 && !isTooLate) await Promise.race([Promise.all(open), end]);
    },
  };
}
