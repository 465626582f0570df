// PostgreSQL inside of this process: PGlite on files that are really synced, one process at a time.
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Refused } from '../../failure.js';
import { type Db, TransactionScope, withoutNul } from '../db.js';
import type { StoreLog } from '../log.js';
import { ensureDirectory } from './create-directory.js';
import { type DirectoryLock, lockDirectory } from './directory-lock.js';
import { type CountingFilesystem, DurableNodeFS } from './durable-fs.js';
import { keepHouse } from './housekeeping.js';
import { LastWords } from './last-words.js';
import { watchForPanic } from './panic-watch.js';
import { START_PARAMETERS } from './start-parameters.js';

export interface Embedded {
  readonly db: Db;
  /** For the job queue's own adapter. */
  readonly pglite: PGlite;
  /** How often data was made safe on disk so far. */
  fsyncs(): number;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: StoreLog;
  /** Tests hand in a file system that forgets to sync. */
  readonly filesystem?: (directory: string) => CountingFilesystem;
  /** Hears that the engine gave up (a full disk): nothing can be kept any more until the process starts anew. */
  readonly onStopped?: (why: Error) => void;
}

/**
 * Opens the embedded engine in `<dataDir>/store`, creating it first where there is none.
 * @throws Refused (bad-config) when another process has it, or the directory cannot be used.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const directory = join(resolve(options.dataDir), 'store');
  const lock = await usable(directory, async () => {
    await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
    return lockDirectory(directory);
  });
  try {
    return await usable(directory, () => openLocked(directory, lock, options));
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(directory: string, lock: DirectoryLock, options: EmbeddedOptions): Promise<Embedded> {
  await ensureDirectory(directory);
  const fs = (options.filesystem ?? ((path) => new DurableNodeFS(path)))(directory);
  const lastWords = new LastWords();
  const onStderr = lastWords.listen;
  const pglite = await PGlite.create({ fs, startParams: [...START_PARAMETERS], onStderr }).catch((error: unknown) => {
    throw lastWords.explain(error);
  });
  const panic = watchForPanic(pglite, (error) => {
    const panicked = lastWords.explain(error);
    options.log.error({ err: panicked }, 'The embedded store stopped. Mend the cause, then start the bot again');
    options.onStopped?.(panicked);
    return panicked;
  });
  const house = keepHouse(pglite, options.log);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await house.stop();
    // Ending the engine sets the exit code of the whole process.
    const { exitCode } = process;
    // After a panic a close would write what must not be written; the next start recovers.
    if (panic() === null) await pglite.close();
    process.exitCode = exitCode;
    await lock.release();
  };
  return {
    db: pgliteDb(pglite),
    pglite,
    fsyncs: () => fs.fsyncs,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function usable<T>(directory: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Refused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const problem = `DATA_DIR: the embedded store in ${directory} cannot be used: ${why}.`;
    throw new Refused({ kind: 'bad-config', problems: [problem] }, { cause: error });
  }
}

/** The part of PGlite that is the same outside and inside of a transaction. */
type Connection = Pick<PGlite, 'query' | 'exec'>;

function pgliteDb(pglite: PGlite): Db {
  const scope = new TransactionScope();
  const outside = connectionDb(pglite);
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
      return pglite.transaction((tx) => scope.run(() => work(connectionDb(tx))));
    },
  };
}

function connectionDb(connection: Connection): Db {
  const db: Db = {
    async query<Row extends object>(text: string, params: Parameters<Db['query']>[1] = []) {
      const { rows } = await plainly(connection.query<Row>(text, params.map(withoutNul)));
      return rows;
    },
    async script(text) {
      await plainly(connection.exec(text));
    },
    transaction: (work) => work(db),
  };
  return db;
}

/** PGlite hangs the statement and its parameters on its errors; what people wrote has no place in a log. */
async function plainly<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof Error) Object.assign(error, { query: undefined, params: undefined });
    throw error;
  }
}
