// The record of every request that reached the sandbox, so that tests can count and a person can look.

export type Service = 'identity' | 'entra' | 'graph' | 'exchange';

/** One request, or one item of a $batch. */
interface LogEntry {
  /** Counts up from 1. */
  readonly number: number;
  /** ISO 8601, sandbox time. */
  readonly at: string;
  readonly service: Service;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** Name of the route, such as "GET /users/{id}", or "unknown". */
  readonly route: string;
  /** HTTP status; 'reset' when the connection was cut. */
  readonly status: number | 'reset';
  /** The application permission, or the set of them, that opened the route; null when none was needed or held. */
  readonly permission: string | null;
  /** Whether this is an item of a $batch; the $batch itself has its own entry. */
  readonly inBatch: boolean;
  /** Resource units charged. */
  readonly units: number;
  /** Id of the fault that shaped the answer. */
  readonly fault: string | null;
  readonly requestId: string;
  readonly clientRequestId: string | null;
}

/** Which entries to count: those that agree in every field given. */
type LogFilter = Partial<Pick<LogEntry, 'service' | 'method' | 'route' | 'status' | 'inBatch' | 'permission'>>;

export interface RequestLog {
  readonly entries: readonly LogEntry[];
  count(filter?: LogFilter): number;
  /** How often each route was called, by its name; items of a $batch are counted under "… (in $batch)". */
  counts(): Readonly<Record<string, number>>;
  clear(): void;
  add(entry: Omit<LogEntry, 'number'>): void;
}

/** Beyond this many, the oldest entries are dropped: a sandbox may run for days. */
const KEPT = 100_000;

export function createRequestLog(): RequestLog {
  const entries: LogEntry[] = [];
  let number = 0;
  const fits = (entry: LogEntry, filter: LogFilter): boolean =>
    Object.entries(filter).every(([field, value]) => entry[field as keyof LogFilter] === value);
  return {
    entries,
    count: (filter = {}) => entries.filter((entry) => fits(entry, filter)).length,
    counts: () => {
      const counts: Record<string, number> = {};
      for (const { route, inBatch } of entries) {
        const name = inBatch ? `${route} (in $batch)` : route;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    clear: () => {
      entries.length = 0;
    },
    add: (entry) => {
      number += 1;
      entries.push({ number, ...entry });
      if (entries.length > KEPT * 1.1) entries.splice(0, entries.length - KEPT);
    },
  };
}
