// Starting and stopping a Playground window, with a script in its place that stands in for the program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Colleagues, playgroundConfiguration } from '../../../sandbox/playground/configuration.js';
import { freePort } from '../../../sandbox/playground/free-port.js';
import { type PlaygroundOptions, startPlayground } from '../../../sandbox/playground/playground.js';

const person = (digit: string) => ({
  objectId: `a0000000-0000-4000-8000-00000000000${digit}`,
  name: `Person ${digit}`,
  userPrincipalName: `person${digit}@sandbox.example`,
});
const colleagues: Colleagues = [person('1'), person('2'), person('3'), person('4'), person('5')];
const seed = (key: string) => ({
  key,
  tenantId: '7e4a0000-0000-4000-8000-000000000001',
  bot: { appId: 'b0700000-0000-4000-8000-000000000001', name: 'Mailbox Guard' },
  currentUser: person('0'),
  colleagues,
});

/** Serves a page on the port after -p. */
const POLITE = `
import http from 'node:http';
const port = Number(process.argv[process.argv.indexOf('-p') + 1]);
http.createServer((_, response) => response.end(process.env.M365_AGENTS_PLAYGROUND_CONFIG_PATH)).listen(port, () => {
  console.log('Listening on ' + port);
});
`;
/** Does not heed SIGTERM, so that only the hard way stops it. */
const STUBBORN = `${POLITE}process.on('SIGTERM', () => {});\n`;
const REFUSING = `
import fs from 'node:fs';
fs.writeFileSync(process.env.M365_AGENTS_PLAYGROUND_LOGFILE, 'log x\\nerror Reason: User ID must be unique.\\n');
console.log('Listening on 1');
`;

const isGone = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('sandbox: Playground windows', () => {
  let root: string;
  let options: PlaygroundOptions;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'playground-'));
    const program = join(root, 'polite.mjs');
    await writeFile(program, POLITE);
    await writeFile(join(root, 'stubborn.mjs'), STUBBORN);
    await writeFile(join(root, 'refusing.mjs'), REFUSING);
    const port = await freePort(46_150);
    options = {
      seed: seed('requester'),
      messagesUrl: 'http://127.0.0.1:1/requester/api/messages',
      port,
      root,
      program,
    };
  });

  after(() => rm(root, { recursive: true, force: true }));

  it('gives each window its own chats and the same people', () => {
    const [one, two] = [playgroundConfiguration(seed('requester')), playgroundConfiguration(seed('approver'))];
    assert.deepEqual(one.users, two.users);
    assert.equal(one.users.length, 5);
    const chats = [one, two].flatMap(({ personalChat, groupChat, team }) => [
      personalChat.id,
      groupChat.id,
      team.id,
      team.aadGroupId,
      ...team.channels.map(({ id }) => id),
    ]);
    assert.equal(new Set(chats).size, chats.length);
    assert.match(one.team.aadGroupId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('starts on the wanted port, with its own configuration, and is gone after stop', async () => {
    const playground = await startPlayground(options);
    assert.equal(playground.port, options.port);
    assert.equal(playground.moved, false);
    const configPath = await (await fetch(playground.url)).text();
    assert.match(await readFile(configPath, 'utf8'), /"a:sandbox-requester"/);
    await playground.stop();
    await playground.stop();
    assert.ok(await isGone(playground.url));
  });

  it('moves to the next free port when the wanted one is taken, and says so', async () => {
    const other = createServer().listen(options.port);
    await once(other, 'listening');
    const playground = await startPlayground({ ...options, taken: [options.port + 1] });
    assert.ok(playground.port > options.port + 1);
    assert.equal(playground.moved, true);
    await playground.stop();
    other.close();
  });

  it('names the reason when it does not come up', async () => {
    const program = join(root, 'refusing.mjs');
    await assert.rejects(startPlayground({ ...options, program }), /User ID must be unique/);
  });

  it('goes down with a parent that was killed', async () => {
    const module = new URL('../../../sandbox/playground/playground.js', import.meta.url).href;
    const script = `
      const { startPlayground } = await import(${JSON.stringify(module)});
      const { url } = await startPlayground(${JSON.stringify({ ...options, program: join(root, 'stubborn.mjs') })});
      console.log(url);
      setInterval(() => {}, 1000);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(parent.stdout, 'data');
    const url = String(printed).trim();
    assert.equal(await isGone(url), false);
    parent.kill('SIGKILL');
    for (let tries = 0; tries < 50 && !(await isGone(url)); tries += 1) await sleep(100);
    assert.ok(await isGone(url));
  });
});
