// The embedded store keeps what it acknowledged: files are really synced, and a killed process loses nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { verify } from '../../../../src/audit/chain.js';
import type { Db } from '../../../../src/db/db.js';
import { type Embedded, openEmbedded } from '../../../../src/db/embedded/open-embedded.js';
import { proveDurable } from '../../../../src/db/embedded/self-test.js';
import { SILENT } from '../../../../src/db/log.js';
import { openStore } from '../../../../src/db/open-store.js';
import { chainRows } from '../../../../src/db/record.js';
import { Refused } from '../../../../src/failure.js';
import { type StorePlace, storeEngines } from '../../../support/store.js';

const COMMITTING = fileURLToPath(new URL('./committing-process.js', import.meta.url));

/** Processes started and killed. */
const CYCLES = 5;

/** PGlite's own file system, which never syncs. */
class ForgetfulNodeFS extends NodeFS {
  readonly fsyncs = 0;
}

async function embeddedPlace(): Promise<StorePlace> {
  const embedded = storeEngines().find(({ name }) => name === 'embedded');
  assert(embedded !== undefined);
  return embedded.newPlace();
}

describe('The embedded store on disk', () => {
  let place: StorePlace;
  before(async () => {
    place = await embeddedPlace();
  });
  after(() => place.remove());

  const open = (): Promise<Embedded> => openEmbedded({ dataDir: place.dataDir, log: SILENT });

  it('syncs its files on every commit', async () => {
    const embedded = await open();
    try {
      await proveDurable(embedded);
      const before = embedded.fsyncs();
      for (let n = 0; n < 20; n += 1) await embedded.db.query(`INSERT INTO guard.welcomes VALUES ($1)`, [`w${n}`]);
      assert(embedded.fsyncs() - before >= 20, `${embedded.fsyncs() - before} fsyncs for 20 commits`);
    } finally {
      await embedded.close();
    }
  });

  it('refuses to start where nothing is synced', async () => {
    const filesystem = (directory: string): ForgetfulNodeFS => new ForgetfulNodeFS(directory);
    const embedded = await openEmbedded({ dataDir: place.dataDir, log: SILENT, filesystem });
    try {
      await assert.rejects(proveDurable(embedded), (error) => {
        assert(error instanceof Refused && error.failure.kind === 'bad-config');
        assert.match(error.failure.problems.join(), /DATA_DIR: .* caused no fsync/);
        return true;
      });
    } finally {
      await embedded.close();
    }
  });

  it('has every acknowledged commit after each of five kills, and the chain is sound', async function () {
    this.timeout(60_000);
    const acknowledged: string[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle += 1)
      acknowledged.push(...(await commitUntilKilled(place.dataDir, cycle)));
    assert(acknowledged.length > 100, `only ${acknowledged.length} commits were acknowledged`);
    const { db, close } = await open();
    try {
      const rows = await chainRows(db, 0, 1_000_000);
      assert.equal(verify(rows).sound, true);
      const kept = new Set(rows.map(({ filed }) => filed?.requestId));
      assert.deepEqual(
        acknowledged.filter((id) => !kept.has(id)),
        [],
        'acknowledged and lost',
      );
      const [jobs] = await db.query<{ queued: number }>(
        `SELECT count(*)::int AS queued FROM guard_jobs.job WHERE name = 'announce-request'`,
      );
      assert.equal(jobs?.queued, rows.length, 'an entry without its job, or a job without its entry');
      assert.deepEqual(await unfinished(db), ['active'], 'what the killed process was running');
    } finally {
      await close();
    }
  });

  it('gives back at the next start what a killed process was running', async () => {
    await (await openStore({ databaseUrl: null, dataDir: place.dataDir })).close();
    const { db, close } = await open();
    try {
      assert.deepEqual(await unfinished(db), ['retry']);
    } finally {
      await close();
    }
  });
});

/** What the job was that the process killed last was running. */
async function unfinished(db: Db): Promise<readonly string[]> {
  const rows = await db.query<{ state: string }>(
    `SELECT state::text FROM guard_jobs.job WHERE name = 'deliver' AND singleton_key = $1`,
    [String(CYCLES - 1)],
  );
  return rows.map(({ state }) => state);
}

/** Kills after a number of commits that differs from cycle to cycle. */
async function commitUntilKilled(dataDir: string, cycle: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [COMMITTING, dataDir, String(cycle)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > 25 + cycle * 13) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said.split('\n').slice(0, -1);
}
