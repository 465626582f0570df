// `npm run package`: writes the Teams app package from the settings. Exit codes: 0 written, 2 not.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Refused } from '../src/failure.js';
import { buildPackage } from './app-package/build-package.js';
import { loadPackageSettings } from './app-package/settings.js';

const USAGE = `Usage: npm run package [-- --env-file <file> --out <file>]
  --env-file  settings as NAME=value lines; what the environment has already goes first
  --out       the zip file (default appPackage/build/mailbox-guard.zip)`;

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'env-file': { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (values['env-file'] !== undefined) process.loadEnvFile(values['env-file']);
  const settings = loadPackageSettings(process.env);
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
  const out = values.out ?? 'appPackage/build/mailbox-guard.zip';
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, await buildPackage('.', settings, version));
  process.stdout.write(
    `${out}: Mailbox Guard ${version}, Teams app ${settings.TEAMS_APP_ID}, bot ${settings.BOT_APP_ID}.\n` +
      'Upload it in the Teams admin center (Teams apps, Manage apps, Upload new app), then allow it for the people who need it.\n',
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refused && error.failure.kind === 'bad-config') {
    return ['The app package cannot be built:', ...error.failure.problems].join('\n  ');
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return code?.startsWith('ERR_PARSE_ARGS') === true ? `${message}\n${USAGE}` : message;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 2;
}
