// `mailbox-guard audit`: writes the record to files for auditors and archives, and verifies such files without any store.
import { createReadStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { publicKeysIn } from '../../src/audit/keys.js';
import { type Finding, verifyExport } from '../../src/audit/verify-export.js';
import { loadStoreConfig } from '../../src/config.js';
import { EXPORT_FILES, exportRecord } from '../../src/db/export-record.js';
import { linesOf } from '../../src/lines.js';
import { type CliCommand, UsageError, type World } from '../command.js';
import { openBeside } from '../store-beside.js';

const USAGE =
  'audit export <folder>, or audit verify <record.jsonl> <checkpoints.jsonl> <public-key.pem>; export needs TENANT_ID, and DATABASE_URL or DATA_DIR, as the bot has them';

export const audit: CliCommand = {
  name: 'audit',
  usage: 'export <folder> | verify <record.jsonl> <checkpoints.jsonl> <public-key.pem>',
  summary: 'Write the record and its checkpoints to files, or check such files against the public key.',
  flags: {},
  codes: '0 written or sound, 1 something was changed, 2 failed',
  async run([what, ...files], _flags, world) {
    if (what === 'export') return writeOut(files, world);
    if (what === 'verify') return checkFiles(files, world);
    throw new UsageError(`Usage: ${USAGE}.`);
  },
};

async function writeOut(folders: readonly string[], { env, out }: World): Promise<number> {
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) throw new UsageError(`Usage: ${USAGE}.`);
  const { tenantId, store } = loadStoreConfig(env);
  const beside = await openBeside(store);
  try {
    const record = await beside.record();
    await mkdir(folder, { recursive: true });
    const origin = { tenant: tenantId, store: record.storeId };
    const { entries, checkpoints } = await exportRecord(record, origin, folder);
    const files = Object.values(EXPORT_FILES).join(', ');
    out.write(`${entries} entries and ${checkpoints} checkpoints in ${folder}: ${files}\n`);
    return 0;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw error;
    throw new Error(`${path} is there already; an export is not overwritten. Name another folder.`, { cause: error });
  } finally {
    await beside.close();
  }
}

async function checkFiles(files: readonly string[], { out }: World): Promise<number> {
  const [record, checkpoints, key] = files;
  if (record === undefined || checkpoints === undefined || key === undefined || files.length > 3) {
    throw new UsageError(`Usage: ${USAGE}.`);
  }
  const keys = publicKeysIn(await readFile(key, 'utf8'));
  if (keys.size === 0) throw new Error(`${key} holds no Ed25519 public key in PEM form.`);
  const finding = await verifyExport(linesIn(record), linesIn(checkpoints), keys);
  out.write(`${told(finding).join('\n')}\n`);
  return finding.sound ? 0 : 1;
}

/** Opened when it is read: an error before that would be nobody's. */
async function* linesIn(file: string): AsyncGenerator<string> {
  yield* linesOf(createReadStream(file, 'utf8') as AsyncIterable<string>);
}

function told(finding: Finding): readonly string[] {
  if (finding.sound) {
    const { entries, checkpoints, unsealed, notes } = finding;
    const first = `Sound: ${entries} entries, ${checkpoints} checkpoints; ${unsealed} entries after the last checkpoint.`;
    return [first, ...notes];
  }
  if (finding.what === 'checkpoint') return [`BAD: line ${finding.line} of the checkpoints: ${finding.why}.`];
  const { badSeq, upTo, why } = finding;
  return [`BAD: the first bad entry is ${badSeq === upTo ? badSeq : `one of ${badSeq} to ${upTo}`}: ${why}.`];
}
