// A whole store on its way from one place to another: what it is, its rows, and by what it is known to have arrived.
import { hash } from 'node:crypto';

/** A field that changes its meaning changes the number. */
export const SCHEMA = 'mailbox-guard.backup.1';

/** What stands in front. */
export interface Head {
  readonly schema: typeof SCHEMA;
  /** The store's own id, which the copy keeps. */
  readonly storeId: string;
  /** ISO 8601, UTC: everything is as it was at this moment. */
  readonly at: string;
  /** How many migrations the tables have seen, and the version of the job queue's own tables. */
  readonly tables: number;
  readonly jobs: number;
}

/** Rows as PostgreSQL writes them as JSON, never parsed on the way: nothing can be rounded. */
export interface Rows {
  readonly table: string;
  readonly rows: readonly string[];
}

/** By what a table is known to be whole, in whatever order its rows come. */
export interface Sum {
  readonly rows: number;
  /** Of the first eight bytes of each row's SHA-256, added up. */
  readonly sum: string;
}

export interface End {
  readonly sums: Readonly<Record<string, Sum>>;
  /** Numbers that counters gave out last; null where none was given out yet. */
  readonly counters: Readonly<Record<string, string | null>>;
}

/** What a copy is, without its rows. */
export interface Whole {
  readonly head: Head;
  readonly sums: End['sums'];
}

export type Piece =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'rows'; readonly rows: Rows }
  | { readonly kind: 'end'; readonly end: End };

/** Adds up what passes. */
export class Adder {
  readonly #sums = new Map<string, { rows: number; sum: bigint }>();

  add({ table, rows }: Rows): void {
    const so = this.#sums.get(table) ?? { rows: 0, sum: 0n };
    for (const row of rows) {
      so.rows += 1;
      so.sum += hash('sha256', row, 'buffer').readBigInt64BE(0);
    }
    this.#sums.set(table, so);
  }

  sums(): Readonly<Record<string, Sum>> {
    return Object.fromEntries([...this.#sums].map(([table, { rows, sum }]) => [table, { rows, sum: String(sum) }]));
  }
}

/** The first table that is not as it was; null when all are. Tables without rows need not be named. */
export function differing(wanted: End['sums'], found: End['sums']): string | null {
  const tables = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  const of = (sums: End['sums'], table: string): string => `${sums[table]?.rows ?? 0} ${sums[table]?.sum ?? 0}`;
  return tables.find((table) => of(wanted, table) !== of(found, table)) ?? null;
}
