// The order of the steps for the person who does them, or hands them to colleagues with the right roles.
import type { Options } from '../options.js';
import { quoteBash } from '../script/bash.js';
import { quotePowerShell } from '../script/powershell.js';
import { SETTINGS_FILE } from '../script/step.js';
import { keptEntries } from './exchange.js';
import { grantedPermissions } from './grants.js';
import type { PlannedFile } from './plan.js';

/** @param files the scripts, in order; the first lines of each say who runs it */
export function stepsDocument(options: Options, folder: string, files: readonly PlannedFile[]): string {
  return [
    '# Setting up Mailbox Guard',
    '',
    `Cloud **${options.cloud}**, identity **${options.identity}**, Exchange API **${options.exchangeApi}**. ${WRITES[options.writes]}`,
    '',
    `Run the steps in the folder of Mailbox Guard, in this order. Each may be run again: it goes on where it stopped, and makes nothing twice. What a step finds out stands in \`${folder}/${SETTINGS_FILE}\`, where the next one and the bot read it; hand that file on with the steps, and to nobody else.`,
    '',
    needs(options),
    '',
    ...(options.shell === 'powershell' ? [EXECUTION_POLICY, ''] : []),
    ...files.flatMap((file) => [
      `## ${file.name}`,
      '',
      aboutOf(file),
      '',
      '```',
      commandFor(file, options, folder),
      '```',
      '',
    ]),
    '## What the bot may do afterwards',
    '',
    ...grantedPermissions(options).map(({ name, why }) => `- \`${name}\`: ${why}`),
    `- In Exchange: ${keptEntries(options.exchangeApi).join(', ')}, through a role group of its own.`,
    '',
    'What an earlier choice gave beyond that, step 3 names and takes away: permissions of docs/permissions.md, and the role over the administrative unit. What somebody granted besides stays; `doctor` names it.',
    '',
  ].join('\n');
}

const WRITES: Readonly<Record<Options['writes'], string>> = {
  tenant: 'The bot may block and allow sign-in of every account without an administrator role.',
  unit: 'The bot may block and allow sign-in of the accounts in one administrative unit only.',
  none: 'The bot reads and tells, and may write nothing.',
};

/** Windows PowerShell runs no script files unless it is told to; PowerShell 7 runs those that were written on the machine. */
const EXECUTION_POLICY =
  'Where PowerShell says `running scripts is disabled on this system`, or that a file is not digitally signed: `powershell -ExecutionPolicy Bypass -File <file>` (with PowerShell 7, `pwsh` in place of `powershell`) runs that one file and leaves the setting as it is.';

function needs({ shell }: Options): string {
  const zip = shell === 'bash' ? ', zip' : '';
  return `Needed: Node 22.12 or later, the [Azure CLI](https://aka.ms/azure-cli) (signed in with \`az login\`; who has no Azure subscription, as for steps 1 and 3, with \`az login --allow-no-subscriptions\`)${zip}, and PowerShell with the module ExchangeOnlineManagement for Exchange.`;
}

function aboutOf({ content }: PlannedFile): string {
  const lines = content.split('\n').filter((line) => !line.startsWith('#!'));
  const end = lines.findIndex((line) => !line.startsWith('# '));
  return lines
    .slice(0, end)
    .map((line) => line.slice(2))
    .join(' ');
}

function commandFor({ name }: PlannedFile, { shell }: Options, folder: string): string {
  const file = `${folder}/${name}`;
  if (name.endsWith('.sh')) return `bash ${quoteBash(file)}`;
  return shell === 'bash'
    ? `pwsh -File ${quoteBash(file)}`
    : `& ${quotePowerShell(/^(?:[A-Za-z]:|[/\\.])/u.test(file) ? file : `./${file}`)}`;
}
