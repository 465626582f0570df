// How PostgreSQL is started inside of the bot.
import { PGlite } from '@electric-sql/pglite';

/** PGlite's own parameters, with syncing switched back on and a log that does not grow for ever. */
export const START_PARAMETERS: readonly string[] = [
  // -F is "no fsync".
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  // Only fsync reaches our file system; fdatasync, the default, ends in PGlite's own code.
  ...setting('wal_sync_method', 'fsync'),
  // The default of 128 MB is never filled by this store, and would count against the memory of the bot.
  ...setting('shared_buffers', '16MB'),
  ...setting('maintenance_work_mem', '16MB'),
  ...setting('max_wal_size', '64MB'),
  ...setting('min_wal_size', '32MB'),
];

function setting(name: string, value: string): readonly string[] {
  return ['-c', `${name}=${value}`];
}
