// `npm run audit:verify -- record.jsonl checkpoints.jsonl public.pem`: needs no store and no network. Exit codes: 0 sound,
// 1 something was changed, 2 it could not be checked.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { publicKeysIn } from './keys.js';
import { type Finding, verifyExport } from './verify-export.js';

const USAGE = 'Usage: npm run audit:verify -- <record.jsonl> <checkpoints.jsonl> <public-key.pem>';

async function main(files: readonly string[]): Promise<number> {
  const [record, checkpoints, key] = files;
  if (record === undefined || checkpoints === undefined || key === undefined || files.length > 3)
    throw new Error(USAGE);
  const keys = publicKeysIn(await readFile(key, 'utf8'));
  if (keys.size === 0) throw new Error(`${key} holds no Ed25519 public key in PEM form.`);
  const finding = await verifyExport(linesOf(record), linesOf(checkpoints), keys);
  process.stdout.write(`${told(finding).join('\n')}\n`);
  return finding.sound ? 0 : 1;
}

/** Only a line feed ends a line: the JSON of an entry may hold other line separators. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  let rest = '';
  for await (const chunk of input as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
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

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
