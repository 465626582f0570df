// Locks that all instances of the bot share on one database, held until the transaction ends.
import type { Db } from './db.js';

/** "MG": keeps clear of other programs that use the same database. */
const FAMILY = 0x4d47;

/** What is locked; the numbers must never change. */
export const LOCKS = { migrations: 1, record: 2, checkpoints: 3, creation: 4, watching: 5 } as const;

/** Waits for the lock and holds it until the surrounding transaction ends. */
export async function lockUntilCommit(tx: Db, lock: keyof typeof LOCKS): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1::integer, $2::integer)', [FAMILY, LOCKS[lock]]);
}
