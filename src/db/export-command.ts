// `npm run audit:export -- <folder>`: from PostgreSQL at any time, from the embedded store while no bot has it open.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { loadStoreConfig, type StoreConfig } from '../config.js';
import { Refused } from '../failure.js';
import { auditBookOn, createAppended } from './audit-book.js';
import type { Db } from './db.js';
import { openEmbedded } from './embedded/open-embedded.js';
import { EXPORT_FILES, exportRecord } from './export-record.js';
import { SILENT } from './log.js';
import { isUpToDate } from './migrate.js';
import { openPostgres } from './postgres/open-postgres.js';

const USAGE =
  'Usage: npm run audit:export -- <folder>   (with TENANT_ID, and DATABASE_URL or DATA_DIR, as the bot has them)';

async function main(folders: readonly string[]): Promise<void> {
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) throw new Error(USAGE);
  const config = loadStoreConfig(process.env);
  const { db, close } = await openTables(config.store);
  try {
    await requireTables(db);
    const book = await auditBookOn(db, createAppended());
    await mkdir(folder, { recursive: true });
    const { entries, checkpoints } = await exportRecord(book, { tenant: config.tenantId, store: book.storeId }, folder);
    const files = Object.values(EXPORT_FILES).join(', ');
    process.stdout.write(`${entries} entries and ${checkpoints} checkpoints in ${folder}: ${files}\n`);
  } finally {
    await close();
  }
}

/** The tables as they are: a running bot of another version must not find them changed. */
async function openTables(store: StoreConfig['store']): Promise<{ readonly db: Db; close(): Promise<void> }> {
  if (store.kind === 'postgresql') return openPostgres(store.url, SILENT);
  if (!existsSync(join(store.folder, 'store', 'PG_VERSION'))) {
    throw new Error(`There is no store in ${store.folder}. DATA_DIR must be the folder that the bot uses.`);
  }
  return openEmbedded({ dataDir: store.folder, log: SILENT });
}

async function requireTables(db: Db): Promise<void> {
  if (await isUpToDate(db)) return;
  throw new Error(
    'The tables of this store are of another version of Mailbox Guard. Export with that version, or start this one once.',
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refused && error.failure.kind === 'bad-config') return error.failure.problems.join('\n');
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return `${path} is there already; an export is not overwritten. Name another folder.`;
  return message;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 2;
}
