// Proofs look into the bot's database while it runs, which only PostgreSQL allows.
import process from 'node:process';
import { type StoreEngine, storeEngines } from '../support/store.js';

/** TEST_DATABASE_URL, or the server on this machine. */
export function postgresEngine(): StoreEngine {
  process.env['TEST_DATABASE_URL'] ??= 'postgres://postgres@127.0.0.1:5432/postgres';
  const engine = storeEngines().find(({ name }) => name === 'postgres');
  if (engine === undefined) throw new Error('There is no PostgreSQL: set TEST_DATABASE_URL.');
  return engine;
}
