// Work that a stopping bot cannot wait for any longer: whoever waits for it is told something else instead.

export interface CutShort {
  /** What comes of the work, or, where the bot is told to give up first, what is said instead. */
  unless<T>(work: Promise<T>, instead: () => T): Promise<T>;
  /** Gives up all that is under way, and all that is begun from now on. */
  now(): void;
}

export function createCutShort(): CutShort {
  // Not one promise that all races share: it would keep a trace of every turn there ever was.
  const open = new Set<() => void>();
  let isOver = false;
  return {
    unless(work, instead) {
      return new Promise((resolve, reject) => {
        const giveUp = (): void => resolve(instead());
        open.add(giveUp);
        work.then(resolve, reject).finally(() => open.delete(giveUp));
        if (isOver) giveUp();
      });
    },
    now() {
      isOver = true;
      for (const giveUp of open) giveUp();
    },
  };
}
