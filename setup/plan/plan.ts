// Everything that has to be done in a tenant, as files, for one choice of cloud, identity and rights.
import type { Options } from '../options.js';
import { bashScript } from '../script/bash.js';
import { powerShellScript } from '../script/powershell.js';
import type { Script } from '../script/step.js';
import { azureScript } from './azure.js';
import { exchangeScript } from './exchange.js';
import { permissionsScript } from './grants.js';
import { groupsScript } from './groups.js';
import { registrationScript } from './registration.js';
import { releaseScript } from './release.js';
import { knownSettings } from './settings.js';
import { signIn } from './sign-in.js';
import { stepsDocument } from './steps-document.js';
import { unitMembersScript } from './unit-members.js';

export interface PlannedFile {
  readonly name: string;
  readonly content: string;
  /** Whether it is a program for the shell. */
  readonly runs: boolean;
}

/** Where the files are meant to be when they are printed only. */
export const DEFAULT_FOLDER = 'setup-files';

/**
 * The files, in the order in which they are used.
 * @param teamsAppId a new id for the Teams app
 */
export function planFiles(options: Options, teamsAppId: string): readonly PlannedFile[] {
  const folder = options.folder ?? DEFAULT_FOLDER;
  const start = signIn(options.cloud, knownSettings(options, teamsAppId));
  const hosting = options.identity === 'managed-identity' ? azureScript : registrationScript;
  const [groups, host, permissions, release] = [groupsScript, hosting, permissionsScript, releaseScript].map((make) =>
    shellFile(make(options, start), options, folder),
  );
  const files = [
    groups,
    host,
    permissions,
    { name: '4-exchange.ps1', content: exchangeScript(options, folder), runs: true },
    options.writes === 'unit'
      ? { name: '5-unit-members.ps1', content: unitMembersScript(options, folder), runs: true }
      : undefined,
    release,
  ].filter((file) => file !== undefined);
  return [{ name: 'STEPS.md', content: stepsDocument(options, folder, files), runs: false }, ...files];
}

function shellFile(script: Script, { shell }: Options, folder: string): PlannedFile {
  return shell === 'bash'
    ? { name: `${script.name}.sh`, content: bashScript(script, folder), runs: true }
    : { name: `${script.name}.ps1`, content: powerShellScript(script, folder), runs: true };
}
