// Randomness that repeats: the same seed gives the same tenant, the same shuffles and the same coin tosses.
import { createHash } from 'node:crypto';

/** A source of repeatable randomness. */
export interface Random {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number, at least 0 and below `limit`. */
  below(limit: number): number;
  /** One of the items; throws a RangeError when there are none. */
  pick<T>(items: readonly T[]): T;
  /** A new array with the items in another order. */
  shuffle<T>(items: readonly T[]): T[];
  /** A version 4 UUID, lower case. */
  uuid(): string;
}

/** Mulberry32: small, fast, and good enough to scatter test data. Not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((bits() / 2 ** 32) * limit);
  return {
    next: () => bits() / 2 ** 32,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('Nothing to pick from.');
      return item;
    },
    shuffle: (items) => {
      const order = [...items];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [order[last], order[other]] = [order[other] as (typeof order)[number], order[last] as (typeof order)[number]];
      }
      return order;
    },
    uuid: () => asUuid(hex8(bits()) + hex8(bits()) + hex8(bits()) + hex8(bits())),
  };
}

function hex8(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}

/** The UUID that a name always has in the sandbox, whatever the seed: personas and named mailboxes keep their ids. */
export function stableUuid(name: string): string {
  return asUuid(createHash('sha256').update(`mailbox-guard sandbox ${name}`).digest('hex'));
}

function asUuid(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
