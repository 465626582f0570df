// PostgreSQL through node-postgres: one pool, transactions on one of its connections.
import pg from 'pg';
import { Refused } from '../../failure.js';
import { type Db, type Param, TransactionScope, withoutNul } from '../db.js';
import type { StoreLog } from '../log.js';

/** Connections of this process for its own statements; the job queue has a few of its own. */
const POOL_SIZE = 8;
const CONNECT_MS = 10_000;
/** A statement that takes longer is a lost connection or a bug. */
const STATEMENT_MS = 60_000;
/**
 * An instance that freezes in the middle of a transaction must not keep the others from the record for ever. Set with
 * each transaction, because a connection pooler in between would refuse it as a property of the connection.
 */
const BEGIN = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = '30s'; SET LOCAL statement_timeout = '60s'`;

export interface Postgres {
  readonly db: Db;
  close(): Promise<void>;
}

/**
 * Opens a pool and proves that the database answers.
 * @throws Refused (bad-config) when it does not.
 */
export async function openPostgres(databaseUrl: string, log: StoreLog): Promise<Postgres> {
  const pool = newPool(databaseUrl);
  // Without a listener, a server that restarts would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'PostgreSQL dropped an idle connection'));
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw refusedConnection(error);
  }
  return { db: poolDb(pool), close: () => pool.end() };
}

function newPool(databaseUrl: string): pg.Pool {
  try {
    return new pg.Pool({
      connectionString: databaseUrl,
      application_name: 'mailbox-guard',
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      query_timeout: STATEMENT_MS,
    });
  } catch (error) {
    throw refusedConnection(error);
  }
}

function refusedConnection(error: unknown): Refused {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  // The address may hold a password: it is not repeated.
  const problem = `DATABASE_URL: PostgreSQL cannot be used (${[code, message].filter(Boolean).join(': ')}).`;
  return new Refused({ kind: 'bad-config', problems: [problem] }, { cause: error });
}

function poolDb(pool: pg.Pool): Db {
  const scope = new TransactionScope();
  const outside = connectionDb(pool);
  return {
    async query(text, params) {
      scope.refuseInside();
      return outside.query(text, params);
    },
    async script(text) {
      scope.refuseInside();
      await outside.script(text);
    },
    async transaction(work) {
      scope.refuseInside();
      const client = await pool.connect();
      return inTransaction(client, () => scope.run(() => work(connectionDb(client))));
    },
  };
}

async function inTransaction<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(BEGIN);
    const result = await work();
    const { command } = await client.query('COMMIT');
    // A statement that failed and was swallowed turns COMMIT into ROLLBACK without an error.
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements had failed.');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken ??= lost;
    });
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(broken);
  }
}

function connectionDb(connection: pg.Pool | pg.PoolClient): Db {
  const db: Db = {
    async query<Row extends object>(text: string, params: readonly Param[] = []) {
      const { rows } = await connection.query<Row>(text, params.map(withoutNul));
      return rows;
    },
    async script(text) {
      await connection.query(text);
    },
    transaction: (work) => work(db),
  };
  return db;
}
