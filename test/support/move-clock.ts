// Moves the clock of bots that are processes of their own.
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A clock for bots that are started with these settings. */
export interface MovedClock {
  readonly settings: Readonly<Record<string, string>>;
  /** Moves it forward by so many minutes; every bot has it when this resolves. */
  advance(minutes: number): Promise<void>;
}

/** Longer than a bot goes by what it read before. */
const SEEN_MS = 100;

/** @param file where the bots read how far they are ahead */
export function movedClock(file: string): MovedClock {
  let aheadMs = 0;
  // In one step: a bot that reads a file half written would see its clock go back.
  const write = (): void => {
    writeFileSync(`${file}.new`, String(aheadMs));
    renameSync(`${file}.new`, file);
  };
  write();
  const settings = {
    NODE_OPTIONS: `--import=${new URL('./moved-clock.js', import.meta.url).href}`,
    CLOCK_AHEAD_FILE: file,
  };
  return {
    settings,
    async advance(minutes) {
      aheadMs += minutes * 60_000;
      write();
      await pause(SEEN_MS);
    },
  };
}
