// A whole store from one place to another: out of a backup, or from the embedded engine to PostgreSQL.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StoreConfig } from '../../config.js';
import type { Db } from '../db.js';
import { flush } from '../embedded/create-directory.js';
import { lockDirectory } from '../embedded/directory-lock.js';
import { openEmbedded } from '../embedded/open-embedded.js';
import { MOVED, refuseMoved } from '../embedded/refuse-moved.js';
import { type BossEngine, startBoss } from '../jobs/boss.js';
import { SCHEMA as JOBS } from '../jobs/queues.js';
import { SILENT } from '../log.js';
import { isThere } from '../open-tables.js';
import { openPostgres } from '../postgres/open-postgres.js';
import { readBackup } from './backup-file.js';
import { checkBackup } from './check-backup.js';
import type { Piece } from './pieces.js';
import { withPieces } from './read-store.js';
import { type Arrived, writeStore } from './write-store.js';

/**
 * Makes the store anew from a file, where there is none.
 * @throws Refused bad-config or Error with a sentence; then there is still none
 */
export async function restore(file: string, store: StoreConfig['store']): Promise<Arrived> {
  await checkBackup(file);
  return store.kind === 'embedded'
    ? intoFolder(resolve(store.folder), readBackup(file))
    : intoPostgres(store.url, readBackup(file));
}

/**
 * The embedded store of a folder to PostgreSQL. The folder is left as it is, and says that its store has moved: a bot
 * that went on with it would write a second history.
 * @throws Refused bad-config while a bot has the folder; Error with a sentence; then nothing has moved
 */
export async function moveToPostgres(folder: string, url: string): Promise<Arrived> {
  if (!isThere({ kind: 'embedded', folder })) throw new Error(`There is no store in ${folder} to move.`);
  await refuseMoved(folder);
  const source = await openEmbedded({ dataDir: folder, log: SILENT });
  try {
    const arrived = await withPieces(source.db, (pieces) => intoPostgres(url, pieces));
    await writeFile(join(folder, MOVED), `${new Date().toISOString()}\n`);
    return arrived;
  } finally {
    await source.close();
  }
}

async function intoPostgres(url: string, pieces: AsyncIterable<Piece>): Promise<Arrived> {
  const { db, close } = await openPostgres(url, SILENT);
  try {
    await refuseUsed(db);
    await makeQueues({ kind: 'postgres', databaseUrl: url });
    return await writeStore(db, pieces);
  } finally {
    await close();
  }
}

async function refuseUsed(db: Db): Promise<void> {
  const [found] = await db.query<{ ours: boolean; queue: boolean }>(
    `SELECT to_regclass('guard.migrations') IS NOT NULL AS ours, to_regclass('${JOBS}.job') IS NOT NULL AS queue`,
  );
  const [job] = found?.queue === true ? await db.query(`SELECT 1 FROM ${JOBS}.job LIMIT 1`) : [];
  if (found?.ours !== true && job === undefined) return;
  throw new Error(
    `The database of DATABASE_URL has a store of Mailbox Guard already; nothing was changed. Name an empty database, or, if nothing in it is needed: DROP SCHEMA guard, ${JOBS} CASCADE.`,
  );
}

/** The queue's own tables, as this version has them. */
async function makeQueues(engine: BossEngine): Promise<void> {
  const boss = await startBoss(engine, {}, SILENT);
  await boss.stop({ graceful: false });
}

async function intoFolder(folder: string, pieces: AsyncIterable<Piece>): Promise<Arrived> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = join(folder, 'store');
  const lock = await lockDirectory(place);
  const making = join(folder, 'restoring');
  try {
    if (existsSync(place)) {
      throw new Error(`There is a store in ${folder} already; nothing was changed. Move ${place} away first.`);
    }
    await rm(making, { recursive: true, force: true });
    const arrived = await fill(making, pieces);
    await rename(join(making, 'store'), place);
    await rm(join(folder, MOVED), { force: true });
    await flush(folder);
    return arrived;
  } finally {
    await rm(making, { recursive: true, force: true });
    await lock.release();
  }
}

async function fill(folder: string, pieces: AsyncIterable<Piece>): Promise<Arrived> {
  const { db, pglite, close } = await openEmbedded({ dataDir: folder, log: SILENT });
  try {
    await makeQueues({ kind: 'embedded', pglite });
    return await writeStore(db, pieces);
  } finally {
    await close();
  }
}
