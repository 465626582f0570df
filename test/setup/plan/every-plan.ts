// What setup writes for every cloud, identity and way of writing, in one shell's language.
import { IDENTITIES, readOptions, WRITES } from '../../../setup/options.js';
import { type PlannedFile, planFiles } from '../../../setup/plan/plan.js';
import { CLOUDS } from '../../../src/config/clouds.js';
import { TEAMS_APP } from './stage.js';

type Shell = 'powershell' | 'bash';

const PLATFORM = { powershell: 'win32', bash: 'linux' } as const;

/** Names say what was chosen. */
export function everyPlan(shell: Shell): readonly (readonly [name: string, files: readonly PlannedFile[]])[] {
  return CLOUDS.flatMap((cloud) =>
    IDENTITIES.flatMap((identity) =>
      WRITES.map((writes) => {
        const remote = identity === 'managed-identity' ? [] : ['--endpoint', 'https://bot.contoso.example'];
        const trust = identity === 'federated' ? ['--issuer', 'https://oidc.example/a', '--subject', 'a:b:c'] : [];
        const api = writes === 'none' ? 'beta' : 'v2';
        const flags = [
          '--cloud',
          cloud,
          '--identity',
          identity,
          '--writes',
          writes,
          '--exchange-api',
          api,
          ...remote,
          ...trust,
        ];
        const options = readOptions([...flags, '--shell', shell, '--write', 'setup files'], PLATFORM[shell]);
        return [flags.join(' '), planFiles(options, TEAMS_APP)] as const;
      }),
    ),
  );
}
