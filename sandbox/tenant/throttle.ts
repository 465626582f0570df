// Throttling as Microsoft documents it: resource units and writes per application and tenant, in sliding windows of sandbox time.
import type { SandboxClock } from './clock.js';

/** A limit: at most so much within so many milliseconds. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly perMs: number;
}

/** The state of a limit after a charge. */
export interface Charge {
  /** Whole seconds until there is room again; null when the charge was within the limit. */
  readonly retryAfter: number | null;
  /** Share of the limit in use, 0 to 1 and above. */
  readonly used: number;
  readonly limit: Limit;
}

export interface Window {
  charge(units: number): Charge;
}

/** A sliding window. A refused request counts as one unit: Microsoft counts immediate retries against the limit. */
export function createWindow(limit: Limit, clock: SandboxClock): Window {
  let spent: { readonly at: number; readonly units: number }[] = [];
  let total = 0;
  const forget = (now: number): void => {
    const kept = spent.findIndex((charge) => charge.at > now - limit.perMs);
    const gone = kept === -1 ? spent : spent.slice(0, kept);
    for (const charge of gone) total -= charge.units;
    if (gone.length > 0) spent = kept === -1 ? [] : spent.slice(kept);
  };
  const secondsUntil = (room: number, now: number): number => {
    let freed = 0;
    for (const charge of spent) {
      freed += charge.units;
      if (total - freed + room <= limit.most) return Math.max(1, Math.ceil((charge.at + limit.perMs - now) / 1000));
    }
    return Math.ceil(limit.perMs / 1000);
  };
  return {
    charge: (units) => {
      const now = clock.now();
      forget(now);
      const within = total + units <= limit.most;
      const retryAfter = within ? null : secondsUntil(units, now);
      const counted = within ? units : Math.min(units, 1);
      spent.push({ at: now, units: counted });
      total += counted;
      return { retryAfter, used: total / limit.most, limit };
    },
  };
}

/** Graph's identity and access service, by tenant size: S below 50 users, M to 500, L above. */
export function resourceUnitLimit(users: number): Limit {
  const most = users < 50 ? 3_500 : users <= 500 ? 5_000 : 8_000;
  return { name: 'ResourceUnitLimit', most, perMs: 10_000 };
}

export const WRITE_LIMIT: Limit = { name: 'WriteLimit', most: 3_000, perMs: 150_000 };
export const REPORTING_LIMIT: Limit = { name: 'ReportingLimit', most: 5, perMs: 10_000 };
