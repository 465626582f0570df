// Opening and closing: clear sentences for what cannot be opened, an honest health check, and one close for all.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Job } from '../../../src/approvals/ports.js';
import { SILENT } from '../../../src/db/log.js';
import { openStore } from '../../../src/db/open-store.js';
import { openPostgres } from '../../../src/db/postgres/open-postgres.js';
import { Refused } from '../../../src/failure.js';
import { storeEngines } from '../../support/store.js';
import { HASTY } from './jobs/hasty.js';
import { onEachEngine } from './on-each-engine.js';
import { request } from './samples.js';
import { idleHandlers, until } from './waiting.js';

const OPENING = fileURLToPath(new URL('./embedded/opening-process.js', import.meta.url));

async function problemOf(opening: Promise<unknown>): Promise<string> {
  try {
    await opening;
  } catch (error) {
    assert(error instanceof Refused && error.failure.kind === 'bad-config', String(error));
    return error.failure.problems.join();
  }
  throw new Error('It was opened.');
}

onEachEngine('An open store', {}, (under) => {
  it('is healthy until it is closed, which may be said twice', async () => {
    const store = under.store();
    assert.equal(store.engine, under.place().databaseUrl === null ? 'embedded' : 'postgres');
    assert.equal(await store.healthy(), true);
    await store.requests.insert(request('kept'));
    const { exitCode } = process;
    await Promise.all([store.close(), store.close()]);
    await store.close();
    assert.equal(process.exitCode, exitCode, 'the exit code is not the store’s to set');
    assert.equal(await store.healthy(), false);
    const again = await under.reopen();
    assert.equal((await again.requests.load('kept'))?.id, 'kept');
  });
});

describe('A store on PostgreSQL', () => {
  it('goes on by itself after all its connections were cut', async function () {
    const engine = storeEngines().find(({ name }) => name === 'postgres');
    if (engine === undefined) this.skip();
    const place = await engine.newPlace();
    const store = await openStore({ ...place, tuning: HASTY });
    const ran: Job[] = [];
    await store.startJobs(idleHandlers((job) => ran.push(job)));
    const cutter = await openPostgres(place.databaseUrl ?? '', SILENT);
    try {
      const cut = await cutter.db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      assert(cut.length >= 2, 'nothing was cut');
      await until(() => store.healthy());
      await store.ledger.transaction(async ({ requests, jobs }) => {
        await requests.insert(request('after'));
        await jobs.enqueue({ name: 'announce-request', requestId: 'after' });
      });
      await until(() => ran.length > 0);
      assert.deepEqual(ran, [{ name: 'announce-request', requestId: 'after' }]);
    } finally {
      await cutter.close();
      await store.close();
      await place.remove();
    }
  });
});

describe('A store that cannot be opened', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guard-open-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('says so of a server that does not answer, without the password', async () => {
    const urls = ['postgres://bot:secret@127.0.0.1:1/guard', 'postgres://bot:secret@[broken', 'no url at all'];
    for (const databaseUrl of urls) {
      const problem = await problemOf(openStore({ databaseUrl, dataDir: folder }));
      assert.match(problem, /^DATABASE_URL: PostgreSQL cannot be used \(/);
      assert.doesNotMatch(problem, /secret/);
    }
    assert.equal(existsSync(join(folder, 'store')), false, 'and opens no other one instead');
  });

  it('says so of a folder that cannot be one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    assert.match(await problemOf(openStore({ databaseUrl: null, dataDir: file })), /^DATA_DIR: .*cannot be used: /);
    const below = join(file, 'below');
    assert.match(await problemOf(openStore({ databaseUrl: null, dataDir: below })), /^DATA_DIR: .*cannot be used: /);
  });

  it('says so of a folder that it may not write to', async function () {
    // Root may write everywhere.
    if (process.getuid === undefined || process.getuid() === 0) this.skip();
    const dataDir = join(folder, 'read-only');
    await mkdir(dataDir, { mode: 0o500 });
    assert.match(await problemOf(openStore({ databaseUrl: null, dataDir })), /^DATA_DIR: .*EACCES/);
  });

  it('says so when there is no room, and leaves nothing half made', async function () {
    if (process.platform === 'win32') this.skip();
    const dataDir = join(folder, 'full');
    const leftover = join(dataDir, 'store.new', 'left by a creation that was cut short');
    await mkdir(leftover, { recursive: true });
    assert.match(await openedWithLittleRoom(dataDir), /^refused DATA_DIR: the embedded store in .* cannot be used: /);
    assert.deepEqual([join(dataDir, 'store'), join(dataDir, 'store.lock'), leftover].filter(existsSync), []);
    assert.equal((await stat(join(dataDir, 'store.new'))).mode & 0o77, 0, 'others may read the store');
  });
});

/** What a process says that tries to open a store where no file may be larger than two megabytes. */
async function openedWithLittleRoom(dataDir: string): Promise<string> {
  const command = 'ulimit -f 4000 && exec "$0" "$@"';
  const child = spawn('sh', ['-c', command, process.execPath, OPENING, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}
