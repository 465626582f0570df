// Teams' limits on one bot in one conversation, as sliding windows.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit

interface Window {
  readonly calls: number;
  readonly seconds: number;
}

/** Sending and creating. */
export const SEND_WINDOWS: readonly Window[] = [
  { calls: 7, seconds: 1 },
  { calls: 8, seconds: 2 },
  { calls: 60, seconds: 30 },
  { calls: 1800, seconds: 3600 },
];

/** Reading conversations and their members. */
export const READ_WINDOWS: readonly Window[] = [
  { calls: 14, seconds: 1 },
  { calls: 16, seconds: 2 },
  { calls: 120, seconds: 30 },
  { calls: 3600, seconds: 3600 },
];

export interface RateLimiter {
  /** Counts a call and returns 0, or refuses it, uncounted, and returns the seconds until one would be let through. */
  admit(thread: string, at: Date): number;
}

export function createRateLimiter(windows: readonly Window[]): RateLimiter {
  const admitted = new Map<string, number[]>();
  const longest = Math.max(...windows.map(({ seconds }) => seconds));
  const waitFor = ({ calls, seconds }: Window, times: readonly number[], now: number): number => {
    const nth = times.at(-calls);
    return nth === undefined ? 0 : Math.max(0, nth + seconds * 1000 - now);
  };
  return {
    admit(thread, at) {
      const now = at.getTime();
      const times = (admitted.get(thread) ?? []).filter((time) => time > now - longest * 1000);
      const wait = Math.max(...windows.map((window) => waitFor(window, times, now)));
      admitted.set(thread, wait > 0 ? times : [...times, now]);
      return Math.ceil(wait / 1000);
    },
  };
}
