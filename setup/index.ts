// `npm run setup`: prints, or saves with --write, what has to be done in a tenant. It signs in nowhere and changes nothing
// itself. Exit codes: 0 printed or saved, 2 not.
import { randomUUID } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Refused } from '../src/failure.js';
import { usage } from './flags.js';
import { readOptions } from './options.js';
import { type PlannedFile, planFiles } from './plan/plan.js';

async function main(argv: readonly string[]): Promise<void> {
  if (argv.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`${usage()}\n`);
    return;
  }
  const options = readOptions(argv, process.platform);
  const files = planFiles(options, randomUUID());
  if (options.folder === null) process.stdout.write(files.map(printed).join('\n'));
  else await save(files, options.folder);
}

function printed({ name, content }: PlannedFile): string {
  return `${'='.repeat(20)} ${name}\n${content}`;
}

/** Replaces the files of an earlier run, but never the settings file, which holds what was found out. */
async function save(files: readonly PlannedFile[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { name, content, runs } of files) {
    await writeFile(join(folder, name), content, { mode: runs ? 0o700 : 0o600 });
  }
  const kept = await access(join(folder, 'settings.env')).then(
    () => ' The settings file of an earlier run stays as it is.',
    () => '',
  );
  process.stdout.write(`${files.length} files in ${folder}; begin with ${join(folder, 'STEPS.md')}.${kept}\n`);
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
