// How fast the bot may send: room for each conversation and for all together, and a rest when Teams says that it is too much.

/** At most so many calls in so many milliseconds (learn.microsoft.com: "Optimize your bot with rate limiting in Teams"). */
interface Limit {
  readonly calls: number;
  readonly withinMs: number;
}

const PER_CONVERSATION: readonly Limit[] = [
  { calls: 7, withinMs: 1000 },
  { calls: 8, withinMs: 2000 },
  { calls: 60, withinMs: 30_000 },
  { calls: 1800, withinMs: 3_600_000 },
];
const PER_APP: readonly Limit[] = [{ calls: 30, withinMs: 1000 }];

/** Longest rest after one complaint, in milliseconds. */
const LONGEST_REST_MS = 60_000;
/** Conversations that are remembered; the ones quiet for longest are forgotten first. */
const MOST_CONVERSATIONS = 10_000;

export interface Pace {
  /** Takes room for one call: 0, or how many milliseconds to wait before asking again. */
  take(conversationId: string): number;
  /** Counts a call that does not wait, since a person does. */
  note(conversationId: string): void;
  /** Teams said that it was too much: nothing that can wait is sent for so long. */
  rest(ms: number): void;
}

/** @param elapsed milliseconds of a clock that never goes back */
export function createPace(elapsed: () => number): Pace {
  const app = createWindow(PER_APP);
  const conversations = new Map<string, Window>();
  let restUntil = 0;
  const windowOf = (id: string): Window => {
    const known = conversations.get(id) ?? createWindow(PER_CONVERSATION);
    conversations.delete(id);
    conversations.set(id, known);
    const [oldest] = conversations.keys();
    if (conversations.size > MOST_CONVERSATIONS && oldest !== undefined) conversations.delete(oldest);
    return known;
  };
  const count = (id: string, now: number): void => {
    app.add(now);
    windowOf(id).add(now);
  };
  return {
    take(id) {
      const now = elapsed();
      const waitMs = Math.max(restUntil - now, app.waitMs(now), windowOf(id).waitMs(now));
      if (waitMs > 0) return Math.ceil(waitMs);
      count(id, now);
      return 0;
    },
    note: (id) => count(id, elapsed()),
    rest(ms) {
      restUntil = Math.max(restUntil, elapsed() + Math.min(ms, LONGEST_REST_MS));
    },
  };
}

interface Window {
  add(now: number): void;
  waitMs(now: number): number;
}

function createWindow(limits: readonly Limit[]): Window {
  const most = Math.max(...limits.map(({ calls }) => calls));
  let calls: number[] = [];
  return {
    add(now) {
      calls.push(now);
      if (calls.length > most) calls = calls.slice(-most);
    },
    waitMs(now) {
      const waits = limits.map((limit) => (calls.at(-limit.calls) ?? Number.NEGATIVE_INFINITY) + limit.withinMs - now);
      return Math.max(0, ...waits);
    },
  };
}
