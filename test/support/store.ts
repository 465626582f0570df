// Stores for tests: a fresh one in well under a second, on the embedded engine and, where there is one, on PostgreSQL.
import { randomUUID } from 'node:crypto';
import { rmSync, statfsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../../src/db/embedded/open-embedded.js';
import { SILENT } from '../../src/db/log.js';
import { openStore, type StoreOptions } from '../../src/db/open-store.js';
import type { Store } from '../../src/db/store.js';

/** Where one test keeps its store; it outlives the store, so that a test can open it again. */
export interface StorePlace {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  remove(): Promise<void>;
}

export interface StoreEngine {
  readonly name: Store['engine'];
  /** A place of its own, with the tables in it already or soon. */
  newPlace(): Promise<StorePlace>;
}

/** The embedded engine, each place a copy of one that was made once. */
export const EMBEDDED: StoreEngine = { name: 'embedded', newPlace: () => copyOf(template()) };

/** The engines to test on: the embedded one, and PostgreSQL where TEST_DATABASE_URL names a server. */
export function storeEngines(): readonly StoreEngine[] {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined || url === '') return [EMBEDDED];
  return [EMBEDDED, { name: 'postgres', newPlace: () => newDatabase(url) }];
}

type Overrides = Partial<Omit<StoreOptions, 'databaseUrl' | 'dataDir'>>;

/** A store together with where it is kept. */
export type TestStore = Store & Pick<StorePlace, 'databaseUrl' | 'dataDir'>;

/** An empty store; closing it removes it. */
export async function openTestStore(overrides: Overrides = {}, engine: StoreEngine = EMBEDDED): Promise<TestStore> {
  const place = await engine.newPlace();
  const { databaseUrl, dataDir } = place;
  const store = await openStore({ ...overrides, databaseUrl, dataDir });
  return {
    ...store,
    databaseUrl,
    dataDir,
    async close() {
      await store.close();
      await place.remove();
    },
  };
}

/** Names the directory that all test processes copy from, where one has been made for them. */
export const TEMPLATE = 'TEST_STORE_TEMPLATE';

/** Creating the embedded engine's files takes seconds: they are created once and then copied. */
let templateDirectory: Promise<string> | undefined;

function template(): Promise<string> {
  const made = process.env[TEMPLATE];
  templateDirectory ??= made === undefined ? createTemplate() : Promise.resolve(made);
  return templateDirectory;
}

/** Goes when the process ends. */
export async function createTemplate(): Promise<string> {
  const dataDir = await newDirectory();
  const store = await openStore({ databaseUrl: null, dataDir });
  await store.close();
  await dropSpareDatabases(dataDir);
  return dataDir;
}

/** Two thirds of the files belong to databases that nobody uses; without them the copying is quick. */
async function dropSpareDatabases(dataDir: string): Promise<void> {
  const { db, close } = await openEmbedded({ dataDir, log: SILENT });
  await db.query(`UPDATE pg_database SET datistemplate = false WHERE datname LIKE 'template_'`);
  await db.query('DROP DATABASE template0');
  await db.query('DROP DATABASE template1');
  await close();
}

async function copyOf(original: Promise<string>): Promise<StorePlace> {
  const dataDir = await newDirectory();
  await cp(await original, dataDir, { recursive: true });
  return { databaseUrl: null, dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

const PREFIX = 'mailbox-guard-store-';
const HOUR_MS = 3_600_000;
const directories = new Set<string>();
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Removed at the latest when the tests end. */
async function newDirectory(): Promise<string> {
  const root = scratch();
  if (directories.size === 0) await removeLeftovers(root);
  const directory = await mkdtemp(join(root, PREFIX));
  directories.add(directory);
  return directory;
}

/** What tests left that were killed: in memory it would add up. */
async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(root, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > HOUR_MS) await rm(path, { recursive: true, force: true });
  }
}

/** Memory, where there is plenty of it: a disk takes ten times as long to create that many files. */
function scratch(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > 1024 ** 3) return '/dev/shm';
  } catch {
    // Not a Linux machine.
  }
  return tmpdir();
}

async function newDatabase(serverUrl: string): Promise<StorePlace> {
  const name = `guard_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    databaseUrl: url.href,
    dataDir: '',
    remove: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
