// Brings the tables up to what this version of the bot knows: forward only, all or nothing.
import { Refused } from '../failure.js';
import { lockUntilCommit } from './advisory-locks.js';
import type { Db } from './db.js';
import { MIGRATIONS, type Migration } from './migrations/index.js';

/**
 * Applies the migrations that are missing, in one transaction; instances that start together wait for each other.
 * @returns how many were applied.
 * @throws Refused (bad-config) when the tables come from a newer version of the bot.
 */
export async function migrate(db: Db, migrations: readonly Migration[] = MIGRATIONS): Promise<number> {
  return db.transaction(async (tx) => {
    await lockUntilCommit(tx, 'migrations');
    await tx.script(`
      CREATE SCHEMA IF NOT EXISTS guard;
      CREATE TABLE IF NOT EXISTS guard.migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
    const done = await newest(tx);
    if (done > migrations.length) throw newerThanKnown(done, migrations.length);
    for (const [index, { name, sql }] of migrations.entries()) {
      if (index < done) continue;
      await tx.script(sql);
      await tx.query('INSERT INTO guard.migrations (number, name) VALUES ($1, $2)', [index + 1, name]);
    }
    return migrations.length - done;
  });
}

/** How many migrations the tables have seen (0 where there are none), and how many this version knows. */
export async function migrationState(db: Db): Promise<{ readonly applied: number; readonly known: number }> {
  const [there] = await db.query<{ found: boolean }>(`SELECT to_regclass('guard.migrations') IS NOT NULL AS found`);
  return { applied: there?.found === true ? await newest(db) : 0, known: MIGRATIONS.length };
}

async function newest(tx: Db): Promise<number> {
  const [row] = await tx.query<{ done: number }>('SELECT coalesce(max(number), 0) AS done FROM guard.migrations');
  return row?.done ?? 0;
}

function newerThanKnown(found: number, known: number): Refused {
  const problem = `The store was written by a newer version of Mailbox Guard (tables at ${found}, this version knows ${known}). Start that version, or restore a backup from before the upgrade.`;
  return new Refused({ kind: 'bad-config', problems: [problem] });
}
