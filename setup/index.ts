// `npm run setup`: prints, or saves with --write, what has to be done in a tenant. It signs in nowhere and changes nothing
// itself. Exit codes: 0 printed or saved, 2 not.
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { Refused } from '../src/failure.js';
import { usage } from './flags.js';
import { readOptions } from './options.js';
import { type PlannedFile, planFiles } from './plan/plan.js';
import { saveFiles } from './save.js';

async function main(argv: readonly string[]): Promise<void> {
  if (argv.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`${usage()}\n`);
    return;
  }
  const options = readOptions(argv, process.platform);
  const files = planFiles(options, randomUUID());
  if (options.folder === null) process.stdout.write(files.map(printed).join('\n'));
  else process.stdout.write(`${(await saveFiles(files, options, options.folder)).join('\n')}\n`);
}

function printed({ name, content }: PlannedFile): string {
  return `${'='.repeat(20)} ${name}\n${content}`;
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refused && error.failure.kind === 'bad-config') {
    return [...error.failure.problems, '', usage()].join('\n');
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return code?.startsWith('ERR_PARSE_ARGS') === true ? `${message}\n\n${usage()}` : message;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 2;
}
