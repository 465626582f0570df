// The one way to talk SQL, whichever engine answers: a statement with its parameters, or a transaction.
import { AsyncLocalStorage } from 'node:async_hooks';

type Scalar = string | number | boolean | null;
/** What a statement may be given. Times go in as ISO 8601 text, arrays as arrays. */
export type Param = Scalar | readonly Scalar[];

export interface Db {
  /** Runs one statement. `Row` is what the caller's own column list yields. */
  query<Row extends object>(text: string, params?: readonly Param[]): Promise<readonly Row[]>;
  /** Runs several statements without parameters, separated by semicolons. */
  script(text: string): Promise<void>;
  /** Runs work in a transaction; within one, simply joins it. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
}

/**
 * Notices when somebody inside a transaction reaches for a door outside of it. The embedded engine has one connection
 * and would wait for itself for ever; PostgreSQL would silently read and write beside the transaction.
 */
export class TransactionScope {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();

  /** Throws when called from within a transaction of this database. */
  refuseInside(): void {
    if (this.#inside.getStore()?.open) {
      throw new Error('A door of the store was used inside a transaction; use the doors the transaction hands out.');
    }
  }

  /** Runs work marked as being inside a transaction. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const scope = { open: true };
    try {
      return await this.#inside.run(scope, work);
    } finally {
      scope.open = false;
    }
  }
}

/** PostgreSQL text cannot hold NUL; a display name that does must not stop the bot. */
export function withoutNul(param: Param): Param {
  if (typeof param === 'string') return param.includes('\0') ? param.replaceAll('\0', '\uFFFD') : param;
  if (Array.isArray(param)) return (param as readonly Scalar[]).map((item) => withoutNul(item) as Scalar);
  return param;
}

/** A time as the drivers return it, as ISO 8601 text in UTC with milliseconds. */
export function isoTime(value: Date): string;
export function isoTime(value: Date | null): string | null;
export function isoTime(value: Date | null): string | null {
  return value === null ? null : value.toISOString();
}
