// The lock of a data directory: one process at a time, taken over only from the dead.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DirectoryLock, lockDirectory } from '../../../../src/db/embedded/directory-lock.js';
import { lifeOf, ownIdentity, type ProcessIdentity } from '../../../../src/db/embedded/process-identity.js';
import { openStore } from '../../../../src/db/open-store.js';
import { Refused } from '../../../../src/failure.js';
import { openTestStore } from '../../../support/store.js';

const LOCKING = fileURLToPath(new URL('./locking-process.js', import.meta.url));
const HEX = '0123456789abcdef';

describe('The lock of a directory', () => {
  let folder: string;
  let directory: string;
  const path = (): string => `${directory}.lock`;
  const leave = (holder: Partial<ProcessIdentity>): Promise<void> =>
    writeFile(path(), JSON.stringify({ ...ownIdentity(), token: HEX, ...holder }));
  const takeAndRelease = async (): Promise<void> => (await lockDirectory(directory)).release();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guard-lock-'));
    directory = join(folder, 'store');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is held by one, and free again when released', async () => {
    const lock = await lockDirectory(directory);
    await refused(lockDirectory(directory), new RegExp(`in use by process ${process.pid}`));
    await lock.release();
    assert.deepEqual([existsSync(path()), existsSync(`${path()}.sock`)], [false, false]);
    await takeAndRelease();
  });

  it('is got by exactly one of many that ask at once, a dead one before them or not', async () => {
    for (const dead of [false, true]) {
      if (dead) await leave({ pid: deadPid() });
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory)));
      const got = results.filter(
        (result): result is PromiseFulfilledResult<DirectoryLock> => result.status === 'fulfilled',
      );
      assert.equal(got.length, 1, dead ? 'after a dead one' : 'from nothing');
      await got[0]?.value.release();
    }
  });

  it('is refused while another process has it, and taken once that one was killed', async () => {
    const child = spawn(process.execPath, [LOCKING, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await refused(lockDirectory(directory), new RegExp(`process ${child.pid} `));
    child.kill('SIGSTOP');
    await refused(lockDirectory(directory), /in use/);
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await closed;
    await takeAndRelease();
  });

  it('is taken when the number of its process now belongs to another', async function () {
    if (ownIdentity().startedAt === null) this.skip();
    await leave({ startedAt: '1' });
    await takeAndRelease();
  });

  it('is taken after the system was started anew', async () => {
    await leave({ bootId: 'another start' });
    await takeAndRelease();
  });

  it('is refused when another host may hold it', async () => {
    await leave({ host: 'elsewhere', bootId: 'elsewhere' });
    await refused(lockDirectory(directory), /on elsewhere.*delete .*store\.lock/);
    assert.match(await readFile(path(), 'utf8'), /elsewhere/, 'and left as it was');
  });

  it('asks the socket when its process is in another container', async function () {
    if (ownIdentity().bootId === null) this.skip();
    await leave({ namespace: 'pid:[1]' });
    await refused(lockDirectory(directory), /in use/);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(`${path()}.sock`, resolve));
    await refused(lockDirectory(directory), /in use/);
    // As a killed process leaves it: the socket's file stays, and nobody answers.
    const child = spawnSync(process.execPath, ['-e', socketLeftBehind(`${path()}.left`)]);
    assert.equal(child.signal, 'SIGKILL');
    await new Promise((resolve) => server.close(resolve));
    spawnSync('mv', [`${path()}.left`, `${path()}.sock`]);
    await takeAndRelease();
  });

  it('is taken when its file was cut short', async () => {
    await writeFile(path(), '{"pid":');
    await takeAndRelease();
  });

  it('keeps a second store out, with a sentence', async () => {
    const store = await openTestStore();
    try {
      const { dataDir } = store;
      await refused(openStore({ databaseUrl: null, dataDir }), /^DATA_DIR: .* is in use by process/);
      assert.equal(await store.healthy(), true);
    } finally {
      await store.close();
    }
  });
});

describe('The life of a process', () => {
  it('is alive for this one, dead for one that ended, dead for a zombie', async function () {
    const own = ownIdentity();
    assert.equal(lifeOf(own), 'alive');
    assert.equal(lifeOf({ ...own, pid: deadPid(), startedAt: null }), 'dead');
    if (own.startedAt === null) this.skip();
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 5'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const said = await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve));
    const zombie = Number(said.toString());
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(process.kill(zombie, 0), true, 'its number still exists');
    assert.equal(lifeOf({ ...own, pid: zombie, startedAt: null }), 'dead');
    parent.kill();
  });
});

function deadPid(): number {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return pid;
}

function socketLeftBehind(path: string): string {
  return `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
}

async function refused(attempt: Promise<unknown>, sentence: RegExp): Promise<void> {
  await assert.rejects(attempt, (error) => {
    assert(error instanceof Refused && error.failure.kind === 'bad-config');
    assert.match(error.failure.problems.join(), sentence);
    return true;
  });
}
