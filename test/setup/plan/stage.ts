// A folder in which setup scripts run for real, in bash, against a stand-in for the Azure CLI.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { readOptions } from '../../../setup/options.js';
import { planFiles } from '../../../setup/plan/plan.js';
import { saveFiles } from '../../../setup/save.js';
import { PERMISSION_RESOURCES, PERMISSIONS } from '../../../src/permissions.js';
import { AZ_PROGRAM, startFakeAz, type World } from '../../support/fake-az.js';
import type { Ran } from '../../support/run-program.js';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const TEAMS_APP = '99999999-8888-7777-6666-555555555555';

export interface SetupStage {
  /** What the stand-in knows; tests may change it. */
  readonly world: World;
  settings(): Readonly<Record<string, string>>;
  /** STEPS.md. */
  steps(): string;
  run(script: string): Promise<Ran>;
  /** Setup is run again with other flags: its scripts are written anew into the same folder. */
  chooseAgain(flags: readonly string[]): Promise<void>;
  close(): void;
}

/** Writes the scripts for these flags into a folder with a space in its name. */
export async function createSetupStage(flags: readonly string[]): Promise<SetupStage> {
  const root = mkdtempSync(join(tmpdir(), 'setup-'));
  const folder = 'setup files';
  mkdirSync(join(root, folder));
  for (const file of ['infra/azure.bicep', 'infra/botRegistration/azurebot.bicep']) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const choose = async (chosen: readonly string[]): Promise<void> => {
    const options = readOptions([...chosen, '--write', folder, '--shell', 'bash'], 'linux');
    await saveFiles(planFiles(options, TEAMS_APP), options, join(root, folder));
  };
  await choose(flags);
  addProgram(root, 'az', AZ_PROGRAM);
  addProgram(root, 'npm', 'echo "npm $*"');
  addProgram(root, 'zip', 'touch "$4"');
  const az = await startFakeAz(emptyWorld(), root);
  return {
    world: az.world,
    settings: () => parseEnv(readFileSync(join(root, folder, 'settings.env'), 'utf8')) as Record<string, string>,
    steps: () => readFileSync(join(root, folder, 'STEPS.md'), 'utf8'),
    chooseAgain: choose,
    run: (script) => runBash(join(folder, script), root, az.port),
    close() {
      az.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function addProgram(root: string, name: string, body: string): void {
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'bin', name), `#!/usr/bin/env bash\n${body}\n`);
  chmodSync(join(root, 'bin', name), 0o755);
}

/** Microsoft's two applications are in every tenant, with every permission of the table. */
function emptyWorld(): World {
  const principals = (['graph', 'exchange'] as const).map((resource, index) => ({
    id: `${index}`.repeat(8).concat('-0000-0000-0000-000000000000'),
    appId: PERMISSION_RESOURCES[resource].appId,
    appRoles: PERMISSIONS.filter((one) => one.resource === resource).map(({ name, appRoleId }) => ({
      value: name,
      id: appRoleId ?? '77777777-0000-0000-0000-000000000000',
    })),
  }));
  const none = {
    groups: [],
    apps: [],
    assignments: [],
    federations: [],
    units: [],
    roleAssignments: [],
    deployments: [],
  };
  return { tenantId: TENANT, cloud: '', principals, ...none, words: [], hosts: new Set(), faults: {} };
}

async function runBash(script: string, root: string, port: number): Promise<Ran> {
  const env = {
    PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
    FAKE_AZ_PORT: String(port),
    PATIENCE_SECONDS: '0',
  };
  const child = spawn('bash', [script], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, stdout, stderr };
}
