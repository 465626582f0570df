// `mailbox-guard audit`: writes the record to files for auditors and archives, and verifies such files without any store.
import { createReadStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { publicKeysIn } from '../../src/audit/keys.js';
import { type Finding, verifyExport } from '../../src/audit/verify-export.js';
import { loadStoreConfig } from '../../src/config.js';
import { EXPORT_FILES, exportRecord } from '../../src/db/export-record.js';
import { linesOf } from '../../src/lines.js';
import { type CliCommand, UsageError, type World } from '../command.js';
import { csv } from '../output/csv.js';
import { FORMAT, type Format, formatOf } from '../output/format.js';
import { openBeside } from '../store-beside.js';

/** A field that changes its meaning changes the number. */
const EXPORT_SCHEMA = 'mailbox-guard.audit-export.1';
const VERIFY_SCHEMA = 'mailbox-guard.audit-verify.1';
const USAGE =
  'audit export <folder>, or audit verify <record.jsonl> <checkpoints.jsonl> <public-key.pem>; export needs TENANT_ID, and DATABASE_URL or DATA_DIR, as the bot has them';

export const audit: CliCommand = {
  name: 'audit',
  usage: 'export <folder> | verify <record.jsonl> <checkpoints.jsonl> <public-key.pem>',
  summary: 'Write the record and its checkpoints to files, or check such files against the public key.',
  flags: { format: FORMAT },
  codes: '0 written or sound, 1 something was changed, 2 failed',
  async run([what, ...files], flags, world) {
    const format = formatOf(flags);
    if (what === 'export') return writeOut(files, format, world);
    if (what === 'verify') return checkFiles(files, format, world);
    throw new UsageError(`Usage: ${USAGE}.`);
  },
};

async function writeOut(folders: readonly string[], format: Format, { env, out }: World): Promise<number> {
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) throw new UsageError(`Usage: ${USAGE}.`);
  const { tenantId, store } = loadStoreConfig(env);
  const beside = await openBeside(store);
  try {
    const record = await beside.record();
    await mkdir(folder, { recursive: true });
    const origin = { tenant: tenantId, store: record.storeId };
    const { entries, checkpoints } = await exportRecord(record, origin, folder);
    const files = Object.values(EXPORT_FILES);
    const said = `${entries} entries and ${checkpoints} checkpoints in ${folder}: ${files.join(', ')}`;
    out.write(written(format, EXPORT_SCHEMA, { folder, entries, checkpoints, files }, [said]));
    return 0;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw error;
    throw new Error(`${path} is there already; an export is not overwritten. Name another folder.`, { cause: error });
  } finally {
    await beside.close();
  }
}

async function checkFiles(files: readonly string[], format: Format, { out }: World): Promise<number> {
  const [record, checkpoints, key] = files;
  if (record === undefined || checkpoints === undefined || key === undefined || files.length > 3) {
    throw new UsageError(`Usage: ${USAGE}.`);
  }
  const keys = publicKeysIn(await readFile(key, 'utf8'));
  if (keys.size === 0) throw new Error(`${key} holds no Ed25519 public key in PEM form.`);
  const finding = await verifyExport(linesIn(record), linesIn(checkpoints), keys);
  out.write(written(format, VERIFY_SCHEMA, fieldsOf(finding), told(finding)));
  return finding.sound ? 0 : 1;
}

/** Every field is there in every result, so that a column or a key means one thing. */
function fieldsOf(finding: Finding): Fields {
  const none = { entries: null, checkpoints: null, unsealed: null, firstBad: null, upTo: null, line: null, why: null };
  if (finding.sound) {
    const { entries, checkpoints, unsealed, notes } = finding;
    return { sound: true, ...none, entries, checkpoints, unsealed, notes };
  }
  const { why } = finding;
  return finding.what === 'checkpoint'
    ? { sound: false, ...none, line: finding.line, why, notes: [] }
    : { sound: false, ...none, firstBad: finding.badSeq, upTo: finding.upTo, why, notes: [] };
}

type Fields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

function written(format: Format, schema: string, fields: Fields, said: readonly string[]): string {
  if (format === 'json') return `${JSON.stringify({ schema, ...fields }, null, 2)}\n`;
  if (format === 'csv') return csv(Object.keys(fields), [Object.values(fields).map(cellOf)]);
  return `${said.join('\n')}\n`;
}

function cellOf(value: Fields[string]): string {
  return typeof value === 'object' && value !== null ? value.join(' ') : String(value ?? '');
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
