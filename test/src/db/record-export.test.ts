// The two programs, as a person runs them: export from either engine, verification without any, and their exit codes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyIdOf } from '../../../src/audit/checkpoint.js';
import { startKeeper } from '../../../src/audit/keeper.js';
import { onEachEngine } from './on-each-engine.js';
import { entry, HOSTILE, T0 } from './samples.js';

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

const CLI = fileURLToPath(new URL('../../../cli/index.js', import.meta.url));
const EXPORT = 'export';
const VERIFY = 'verify';
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ENTRIES = 1_250;

function run(what: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { PATH = '', NODE_V8_COVERAGE } = process.env;
  const passed = { PATH, ...(NODE_V8_COVERAGE !== undefined && { NODE_V8_COVERAGE }), ...env };
  const child = spawn(process.execPath, [CLI, 'audit', what, ...args], {
    env: passed,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, said })));
}

onEachEngine('The exported record', {}, (under) => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const settings = (): Readonly<Record<string, string>> => {
    const { databaseUrl, dataDir } = under.place();
    const TENANT_ID = '11111111-2222-3333-4444-555555555555';
    return databaseUrl === null ? { TENANT_ID, DATA_DIR: dataDir } : { TENANT_ID, DATABASE_URL: databaseUrl };
  };
  const verify = (record = at('out/record.jsonl'), checkpoints = at('out/checkpoints.jsonl')): Promise<Ended> =>
    run(VERIFY, [record, checkpoints, at('public.pem')]);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailbox-guard-export-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await writeFile(at('public.pem'), String(publicKey.export({ type: 'spki', format: 'pem' })));
    const store = under.store();
    const signer = { privateKey, keyId: keyIdOf(publicKey) };
    const book = store.audit;
    const tenantId = settings()['TENANT_ID'] ?? '';
    const keeper = startKeeper({ book, tenantId, signer, sink: null, instance: 'x', log: SILENT, now: () => T0 });
    await store.ledger.transaction(async ({ record }) => {
      for (let n = 1; n <= ENTRIES; n += 1) await record.append(entry({ detail: { n, why: `=${HOSTILE}\u2028\r\n` } }));
    });
    await keeper.stop();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is refused in a sentence while a bot has the embedded store open, and where there is none', async () => {
    if (under.engine === 'embedded') {
      const { code, said } = await run(EXPORT, [at('busy')], settings());
      assert.deepEqual([code, /in use by process \d+/.test(said)], [2, true], said);
    }
    const none = await run(EXPORT, [at('none')], { TENANT_ID: settings()['TENANT_ID'] ?? '', DATA_DIR: at('nowhere') });
    assert.deepEqual([none.code, /There is no store in/.test(none.said)], [2, true], none.said);
    const nothing = await run(EXPORT, [at('none')], {});
    assert.match(nothing.said, /TENANT_ID is missing/);
    assert.match((await run(EXPORT, [], {})).said, /^Usage/);
  });

  it('holds every entry and checkpoint, for its owner only, and verifies', async () => {
    // As a stopped bot leaves it; PostgreSQL need not be stopped.
    if (under.engine === 'embedded') await under.store().close();
    const { code, said } = await run(EXPORT, [at('out')], settings());
    assert.equal(code, 0, said);
    assert.match(said, /^1250 entries and [12] checkpoints/);
    for (const name of ['record.jsonl', 'record.csv', 'checkpoints.jsonl']) {
      assert.equal((await stat(at(`out/${name}`))).mode & 0o077, 0, name);
    }
    const csv = await readFile(at('out/record.csv'), 'utf8');
    assert.equal(csv.split('\r\n').length, ENTRIES + 2);
    const sound = await verify();
    assert.deepEqual([sound.code, /^Sound: 1250 entries/.test(sound.said)], [0, true], sound.said);
  });

  it('says the same in JSON and CSV, whether it is sound or not', async () => {
    const inForm = async (format: string, record: string): Promise<Ended> =>
      run(VERIFY, [record, at('out/checkpoints.jsonl'), at('public.pem'), '--format', format]);
    const sound = await inForm('json', at('out/record.jsonl'));
    const { checkpoints, unsealed, ...rest } = JSON.parse(sound.said) as Record<string, unknown>;
    const none = { firstBad: null, upTo: null, line: null, why: null, notes: [] };
    assert.deepEqual(rest, { schema: 'mailbox-guard.audit-verify.1', sound: true, entries: ENTRIES, ...none });
    assert.ok(Number(checkpoints) > 0 && unsealed === 0, sound.said);
    const lines = (await readFile(at('out/record.jsonl'), 'utf8')).split('\n');
    await writeFile(at('edited.jsonl'), lines.with(699, '{}').join('\n'));
    const bad = await inForm('json', at('edited.jsonl'));
    const { sound: isSound, firstBad, upTo, why } = JSON.parse(bad.said) as Record<string, unknown>;
    assert.deepEqual([bad.code, isSound, firstBad, upTo, typeof why], [1, false, 700, 700, 'string'], bad.said);
    const [head = '', row = ''] = (await inForm('csv', at('edited.jsonl'))).said.replaceAll('"', '').split('\r\n');
    assert.match(head, /^sound,entries,checkpoints,unsealed,firstBad,upTo,line,why,notes$/u);
    assert.match(row, /^false,,,,700,700,,/u);
    const again = await run(EXPORT, [at('out again'), '--format', 'json'], settings());
    const made = JSON.parse(again.said) as Record<string, unknown>;
    assert.deepEqual([made['schema'], made['entries']], ['mailbox-guard.audit-export.1', ENTRIES], again.said);
    assert.match((await inForm('xml', 'none')).said, /--format takes table, csv, json/u);
  });

  it('is not written over an older one', async () => {
    const before = await readFile(at('out/record.jsonl'));
    const { code, said } = await run(EXPORT, [at('out')], settings());
    assert.deepEqual([code, /is there already/.test(said)], [2, true], said);
    assert.deepEqual(await readFile(at('out/record.jsonl')), before);
  });

  it('is found out when it was changed, and only then: exit codes 1 and 2', async () => {
    const lines = (await readFile(at('out/record.jsonl'), 'utf8')).split('\n');
    const verified = async (changed: readonly string[]): Promise<Ended> => {
      await writeFile(at('changed.jsonl'), changed.join('\n'));
      return verify(at('changed.jsonl'));
    };
    const edited = await verified(lines.with(699, (lines[699] ?? '').replace('request.created', 'request.expired')));
    assert.deepEqual([edited.code, /first bad entry is 700:/.test(edited.said)], [1, true], edited.said);
    const cut = await verified(lines.slice(0, 1_200));
    assert.deepEqual([cut.code, /first bad entry is 1201:/.test(cut.said)], [1, true], cut.said);
    assert.equal((await verified(lines.slice(0, -1))).code, 0, 'without the last line feed');
    assert.equal((await verify(at('missing.jsonl'))).code, 2);
    assert.equal((await run(VERIFY, ['one'])).code, 2);
    const noKey = await run(VERIFY, [at('out/record.jsonl'), at('out/checkpoints.jsonl'), at('out/record.csv')]);
    assert.deepEqual([noKey.code, /holds no Ed25519 public key/.test(noKey.said)], [2, true], noKey.said);
  });
});
