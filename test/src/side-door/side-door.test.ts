// The side door: for the bot's own user alone, gone with the bot, and proof against paths too long and leftovers.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SideDoorCalls } from '../../../src/side-door/calls.js';
import { knock } from '../../../src/side-door/knock.js';
import { findPlace } from '../../../src/side-door/place.js';
import { openSideDoor, type SideDoor } from '../../../src/side-door/serve.js';

const CALLS: SideDoorCalls = {
  examine: async () => [],
  exemptionsOf: async (ids) => {
    if (ids.includes('bug')) throw new Error('a bug with canary-secret');
    return [];
  },
  lastSignInsOf: async (ids) => ids.map((id) => [id, '2026-11-24T10:00:00.000Z'] as const),
  trend: async () => [],
  backUp: async (file) => ({ problem: `not to ${file}` }),
  storeId: async () => 'the store',
  head: async () => ({ seq: 2, hash: 'h' }),
  rows: async () => [],
  checkpoints: async () => [],
};
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('the side door', () => {
  let dataDir: string;
  const failures: string[] = [];
  const open = async (folder = dataDir): Promise<SideDoor> => {
    const door = await openSideDoor({ dataDir: folder, calls: CALLS, failed: (_, call) => failures.push(call) });
    assert(door !== null);
    return door;
  };
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'side-door-'));
    failures.length = 0;
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is for the bot’s own user alone, and goes with the bot', async () => {
    const door = await open();
    const path = await findPlace(dataDir);
    assert.deepEqual([mode(path), mode(dirname(path))], [0o600, 0o700]);
    const bot = await knock(dataDir);
    assert.deepEqual(await bot?.head(), { seq: 2, hash: 'h' });
    assert.deepEqual(await bot?.lastSignInsOf(['a', 'b']), await CALLS.lastSignInsOf(['a', 'b']));
    await door.close();
    assert.ok(!existsSync(path));
    assert.equal(await knock(dataDir), null);
  });

  it('finds nobody where no bot ever was, and takes over what a killed one left', async () => {
    assert.equal(await knock(join(dataDir, 'nowhere')), null);
    await (await open()).close();
    const path = await findPlace(dataDir);
    writeFileSync(path, '');
    assert.equal(await knock(dataDir), null);
    const door = await open();
    assert.equal(await (await knock(dataDir))?.storeId(), 'the store');
    await door.close();
  });

  it('moves out of a folder too deep for a socket, and cleans up there too', async () => {
    const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
    const door = await open(deep);
    const path = await findPlace(deep);
    assert.ok(!path.startsWith(deep) && path.length < 100, path);
    assert.deepEqual([mode(path), mode(dirname(path))], [0o600, 0o700]);
    assert.equal(await (await knock(deep))?.storeId(), 'the store');
    await door.close();
    assert.ok(!existsSync(dirname(path)));
  });

  it('believes no pointer to just anywhere', async () => {
    await (await open()).close();
    writeFileSync(join(dataDir, 'door', 'elsewhere'), '/etc/passwd');
    assert.equal(await findPlace(dataDir), join(dataDir, 'door', 'bot.sock'));
  });

  it('refuses what is no call of its own, and lives', async () => {
    const door = await open();
    const socketPath = await findPlace(dataDir);
    const post = (path: string, body: string, method = 'POST'): Promise<number> =>
      new Promise((resolve, reject) => {
        const asked = request({ socketPath, path, method, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        asked.on('error', reject);
        asked.end(body);
      });
    assert.equal(await post('/storeId', '[]'), 200);
    assert.equal(await post('/storeId', '[]', 'GET'), 405);
    assert.equal(await post('/constructor', '[]'), 404);
    assert.equal(await post('/rows', '[-1, 10]'), 400);
    assert.equal(await post('/rows', '{"length":2}'), 400);
    assert.equal(await post('/backUp', '["data/backup"]'), 400, 'relative to what?');
    assert.equal(await post('/backUp', '["/data/backup"]'), 200);
    assert.equal(await post('/exemptionsOf', '[[1]]'), 400);
    assert.equal(await post('/storeId', 'not json'), 400);
    assert.equal(await post('/exemptionsOf', '[["bug"]]'), 500);
    await assert.rejects(
      (await knock(dataDir))?.exemptionsOf(['bug']) ?? assert.fail(),
      /^Error: The bot could not answer/u,
    );
    assert.deepEqual(failures, ['/exemptionsOf', '/exemptionsOf']);
    await door.close();
  });

  it('keeps no process alive and waits for nobody when it closes', async () => {
    const door = await open();
    const socketPath = await findPlace(dataDir);
    const hanging = request({ socketPath, path: '/storeId', method: 'POST', agent: false });
    hanging.on('error', () => undefined);
    hanging.write('[');
    await pause(50);
    await door.close();
    assert.equal(await knock(dataDir), null);
  });
});
