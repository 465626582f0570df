// Faults on demand: what goes wrong, for which requests, how often.
import type { Random } from './random.js';
import type { Service } from './request-log.js';

/** What goes wrong. */
export type Effect =
  | {
      readonly kind: 'status';
      /** 429, 500, 502, 503, 412, 409 or any other. */
      readonly status: number;
      /** The Retry-After header as it is sent: seconds, an HTTP date (also a past one), 0; none when left out. */
      readonly retryAfter?: string | number;
      readonly code?: string;
      readonly message?: string;
      /** The request is carried out all the same, and its answer lost. */
      readonly applied?: boolean;
    }
  | {
      /** The connection is cut: before the request is carried out, or after it and before the answer. */
      readonly kind: 'reset';
      readonly when: 'before' | 'after';
    }
  | {
      /** The answer comes late, by real milliseconds. Other faults still apply. */
      readonly kind: 'delay';
      readonly ms: number;
    }
  | {
      /** The answer breaks off: its headers promise the whole, and this share of the body (0 to 1) arrives. */
      readonly kind: 'truncate';
      readonly share?: number;
    };

/** A fault: its effect and the requests that it meets. Fields left out match everything. */
export interface Fault {
  readonly effect: Effect;
  readonly service?: Service;
  readonly method?: string;
  /** Name of a route, such as "GET /users/{id}". */
  readonly route?: string;
  /** Text that the path and query must contain. */
  readonly pathContains?: string;
  /** true: only items of a $batch; false: only requests of their own. */
  readonly inBatch?: boolean;
  /** How many matching requests pass unharmed first. */
  readonly skip?: number;
  /** How many requests it meets before it is spent; without it, every one. */
  readonly count?: number;
  /** The chance, 0 to 1, that it meets a matching request. */
  readonly probability?: number;
}

export interface ActiveFault extends Fault {
  readonly id: string;
}

/** What a fault is matched against. */
interface FaultTarget {
  readonly service: Service;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly inBatch: boolean;
}

export interface Faults {
  /** Adds a fault and returns its id. Throws an Error that names the mistake when it can never match or makes no sense. */
  add(fault: Fault): string;
  /** Removes one fault, or all. */
  clear(id?: string): void;
  list(): readonly ActiveFault[];
  /** The faults that meet this request, delays first; each one's count goes down. */
  take(target: FaultTarget): readonly ActiveFault[];
}

interface Armed extends ActiveFault {
  toSkip: number;
  left: number;
}

/** `routes` are the names that a fault may be given. */
export function createFaults(routes: () => readonly string[], random: Random): Faults {
  let armed: Armed[] = [];
  let added = 0;
  const meets = (fault: Armed, target: FaultTarget): boolean => {
    if (fault.left <= 0 || !matches(fault, target)) return false;
    if (fault.toSkip > 0) {
      fault.toSkip -= 1;
      return false;
    }
    return fault.probability === undefined || random.next() < fault.probability;
  };
  return {
    add: (fault) => {
      check(fault, routes());
      added += 1;
      const id = `fault-${added}`;
      armed.push({ ...fault, id, toSkip: fault.skip ?? 0, left: fault.count ?? Number.POSITIVE_INFINITY });
      return id;
    },
    clear: (id) => {
      armed = id === undefined ? [] : armed.filter((fault) => fault.id !== id);
    },
    list: () => armed.map(({ toSkip: _skip, left: _left, ...fault }) => fault),
    take: (target) => {
      const delays = armed.filter((fault) => fault.effect.kind === 'delay' && meets(fault, target));
      const harm = armed.find((fault) => fault.effect.kind !== 'delay' && meets(fault, target));
      const taken = harm === undefined ? delays : [...delays, harm];
      for (const fault of taken) fault.left -= 1;
      armed = armed.filter((fault) => fault.left > 0);
      return taken;
    },
  };
}

function matches(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.service === undefined || fault.service === target.service) &&
    (fault.method === undefined || fault.method === target.method) &&
    (fault.route === undefined || fault.route === target.route) &&
    (fault.pathContains === undefined || target.path.includes(fault.pathContains)) &&
    (fault.inBatch === undefined || fault.inBatch === target.inBatch)
  );
}

function check(fault: Fault, routes: readonly string[]): void {
  const { effect } = fault;
  if (fault.route !== undefined && !routes.includes(fault.route)) {
    throw new Error(`There is no route "${fault.route}". The routes are: ${routes.join('; ')}`);
  }
  if (effect.kind === 'status' && !(effect.status >= 400 && effect.status <= 599)) {
    throw new Error('A fault answers a status from 400 to 599.');
  }
  if (effect.kind === 'delay' && !(effect.ms >= 0)) throw new Error('A delay takes milliseconds, 0 or more.');
  if (fault.inBatch === true && (effect.kind === 'reset' || effect.kind === 'truncate')) {
    throw new Error('A batch item has no connection of its own: it cannot be reset or break off.');
  }
  if (fault.count !== undefined && !(fault.count >= 1)) throw new Error('A fault meets at least one request.');
}
