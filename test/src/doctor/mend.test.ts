// The commands that doctor offers, run in bash against a stand-in for the Azure CLI, and read as PowerShell reads them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { grant, makePrivate, newApproversGroup, type Principal } from '../../../src/doctor/mend.js';
import { PERMISSIONS } from '../../../src/permissions.js';

const BOT = '11111111-0000-4000-8000-000000000001';
const GRAPH = 'https://graph.microsoft.com';
const KNOWN: Principal = { objectId: BOT, appId: '22222222-0000-4000-8000-000000000002', graph: GRAPH };
const UNKNOWN: Principal = { ...KNOWN, objectId: null };

/** Writes its words down; what is asked for an id gets one, and a body is kept as it stands in the file. */
const AZ = `#!/bin/sh
printf '%s\\n' "$@" '--' >> words
for word in "$@"; do case "$word" in @*) cat "\${word#@}" >> body ;; id) printf '${BOT}\\n' ;; '{'*) printf '%s' "$word" ;; esac; done`;

describe('what doctor offers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mend-'));
    writeFileSync(join(folder, 'az'), AZ);
    chmodSync(join(folder, 'az'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: string): { readonly words: readonly string[]; readonly body: string } {
    const env = { PATH: `${folder}:${process.env['PATH']}` };
    execFileSync('bash', ['-c', command], { cwd: folder, env, stdio: 'ignore' });
    const words = readFileSync(join(folder, 'words'), 'utf8').split('\n');
    return { words, body: readFileSync(join(folder, 'body'), 'utf8') };
  }

  it('grants a permission to the one it is meant for, by a body that the Azure CLI writes itself', () => {
    const [reading] = PERMISSIONS;
    assert(reading !== undefined);
    for (const principal of [KNOWN, UNKNOWN]) {
      const { words, body } = run(grant(reading, principal));
      assert.equal(body, `{principalId: '${BOT}', resourceId: id, appRoleId: '${reading.appRoleId}'}`);
      assert.ok(words.includes(`${GRAPH}/v1.0/servicePrincipals/${BOT}/appRoleAssignments`));
      rmSync(join(folder, 'body'));
    }
  });

  it('sends JSON where there is nothing to look up', () => {
    assert.deepEqual(JSON.parse(run(makePrivate(BOT, GRAPH)).body), { visibility: 'Private' });
    rmSync(join(folder, 'body'));
    const [command = ''] = newApproversGroup(GRAPH).split(', add its members');
    assert.equal((JSON.parse(run(command).body) as { isAssignableToRole?: unknown }).isAssignableToRole, true);
  });

  it('is one and the same in PowerShell: no escapes of bash, and no word that PowerShell takes for something else', () => {
    const commands = [
      ...PERMISSIONS.flatMap((permission) => [grant(permission, KNOWN), grant(permission, UNKNOWN)]),
      makePrivate(BOT, GRAPH),
      newApproversGroup(GRAPH),
    ];
    for (const command of commands) {
      assert.doesNotMatch(command, /[\\`]/u, 'escapes differ');
      assert.doesNotMatch(command, /(?:^|\s)@/u, 'a bare @ is splatting');
      assert.doesNotMatch(command, /\$(?!\()/u, 'a variable');
      assert.doesNotMatch(command, /&&|\|\|/u, 'not in PowerShell 5.1');
      // az.cmd hands its words through cmd.exe, which wants brackets within quotes; PowerShell sets those around blanks.
      for (const [, word = ''] of command.matchAll(/"([^"]*)"/gu))
        assert.ok(!/[()]/u.test(word) || / /u.test(word), word);
    }
  });
});
