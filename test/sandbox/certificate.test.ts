// The throwaway certificate, and the command that makes other commands trust it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCertificate } from '../../sandbox/certificate.js';

const WITH_CERTIFICATE = fileURLToPath(new URL('../../sandbox/with-certificate.js', import.meta.url));
const DAY_MS = 24 * 3_600_000;

describe('sandbox certificate', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-certificate-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names this machine only, and is no authority', async () => {
    const { cert, path } = await ensureCertificate(folder);
    const certificate = new X509Certificate(cert);
    assert.match(
      certificate.subjectAltName ?? '',
      /DNS:localhost, IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1/,
    );
    assert.equal(certificate.ca, false);
    if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('is kept while it is good, and made again near its end or when damaged', async () => {
    const now = new Date();
    const first = await ensureCertificate(folder, now);
    assert.equal((await ensureCertificate(folder, new Date(now.getTime() + 20 * DAY_MS))).cert, first.cert);
    const later = await ensureCertificate(folder, new Date(now.getTime() + 29 * DAY_MS));
    assert.notEqual(later.cert, first.cert);
    writeFileSync(later.path, 'damaged');
    assert.match((await ensureCertificate(folder)).cert, /BEGIN CERTIFICATE/);
  });

  it('is made again when it begins later, as after a day with a wrong clock', async () => {
    const early = await ensureCertificate(folder, new Date(Date.now() + 400 * DAY_MS));
    const now = await ensureCertificate(folder);
    assert.notEqual(now.cert, early.cert);
    assert.ok(Date.parse(new X509Certificate(now.cert).validFrom) <= Date.now());
  });

  it('ends as one pair for everyone who starts at once', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => ensureCertificate(folder)));
    const kept = readFileSync(join(folder, 'localhost.pem'), 'utf8');
    assert.equal(new Set(made.map(({ cert, key }) => cert + key)).size, 1);
    assert.ok(kept.includes(made[0]?.cert ?? '?'));
  });
});

describe('with-certificate', () => {
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}, signal?: NodeJS.Signals) => {
    const child = spawn(process.execPath, [WITH_CERTIFICATE, ...args], { env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString();
        if (signal !== undefined && output.includes('ready')) child.kill(signal);
      });
    }
    const [code, ended] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { code, ended, output };
  };

  it('passes arguments and the exit code on without a shell', async () => {
    const { code, output } = await run([
      'node',
      '-e',
      'console.log(process.argv.slice(1)); process.exitCode = 3',
      'a b',
      '$HOME',
      '"',
    ]);
    assert.equal(code, 3);
    assert.match(output, /\[ 'a b', '\$HOME', '"' \]/);
  });

  it('runs the commands of npm packages', async () => {
    assert.match((await run(['mocha', '--version'])).output, /\d+\.\d+\.\d+/);
  });

  it('makes Node trust the sandbox besides what was trusted before', async () => {
    const script = `console.log(require('node:fs').readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8').match(/BEGIN CERTIFICATE/g).length)`;
    const own = await run(['node', '-e', script], { NODE_EXTRA_CA_CERTS: '' });
    assert.equal(own.output.trim(), '1');
    const folder = mkdtempSync(join(tmpdir(), 'with-certificate-'));
    const before = await ensureCertificate(folder);
    const both = await run(['node', '-e', script], { NODE_EXTRA_CA_CERTS: before.path });
    assert.equal(both.output.trim(), '2');
    rmSync(folder, { recursive: true });
  });

  it('says what it cannot start', async () => {
    assert.deepEqual(await run([]), {
      code: 2,
      ended: null,
      output: 'Usage: node with-certificate.js <command> [arguments]\n',
    });
    const { code, output } = await run(['no-such-command']);
    assert.equal(code, 127);
    assert.match(output, /Could not start no-such-command/);
  });

  it('passes signals on and ends as its command ends', async function () {
    if (process.platform === 'win32') this.skip();
    const wait = `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); console.log('ready')`;
    assert.equal((await run(['node', '-e', wait], {}, 'SIGTERM')).code, 9);
    const killed = await run(['node', '-e', `setInterval(() => {}, 1000); console.log('ready')`], {}, 'SIGTERM');
    assert.equal(killed.ended, 'SIGTERM');
  });
});
