// Counts what this process did since it started: turns, and requests to Microsoft.
import type { UpstreamTry } from '../tenant/observe.js';
import type { Metric, Sample } from './text.js';

export interface Counters {
  /** @param outcome `reply`, `bug`, or the kind of refusal */
  turn(outcome: string): void;
  upstream(tried: UpstreamTry): void;
  metrics(): readonly Metric[];
}

/** Counts by their labels; each name is known, so that none of them grows without end. */
class Count {
  readonly #values = new Map<string, Sample>();

  add(labels: Readonly<Record<string, string>>, by = 1): void {
    const key = JSON.stringify(labels);
    this.#values.set(key, { labels, value: (this.#values.get(key)?.value ?? 0) + by });
  }

  samples(): readonly Sample[] {
    return [...this.#values.values()];
  }
}

export function createCounters(): Counters {
  const turns = new Count();
  const requests = new Count();
  const seconds = new Count();
  const retries = new Count();
  const throttled = new Count();
  return {
    turn: (outcome) => turns.add({ outcome }),
    upstream({ service, status, attempt, ms }) {
      requests.add({ service, status: status === null ? 'none' : String(status) });
      seconds.add({ service }, ms / 1000);
      if (attempt > 1) retries.add({ service });
      if (status === 429) throttled.add({ service });
    },
    metrics: () => [
      counter('turns_total', 'Turns by how they ended: reply, bug, or the kind of refusal.', turns),
      counter(
        'upstream_requests_total',
        'Tries of requests to Microsoft, by status; none where no answer came.',
        requests,
      ),
      counter('upstream_seconds_total', 'Time spent on them.', seconds),
      counter('upstream_retries_total', 'Those of them that repeated one that had failed.', retries),
      counter('upstream_throttled_total', 'Answers that asked to slow down.', throttled),
    ],
  };
}

function counter(name: string, help: string, count: Count): Metric {
  return { name, help, type: 'counter', samples: count.samples() };
}
