// The last step: the app for Teams, and on App Service the bot itself.
import type { Options } from '../options.js';
import { ref, type Script, SETTINGS_FILE, type Step, type Value } from '../script/step.js';

export function releaseScript(options: Options, start: readonly Step[]): Script {
  const onAppService = options.identity === 'managed-identity';
  return {
    name: '6-release',
    about: [
      `Step 6: ${onAppService ? 'the bot goes to App Service, and ' : ''}the Teams app package is built. To be run by ${onAppService ? 'a Contributor of the resource group' : 'anybody'};`,
      'a Teams Administrator uploads the package afterwards.',
    ],
    steps: [
      ...start,
      { kind: 'recall', name: 'BOT_APP_ID', otherwise: 'BOT_APP_ID is not known yet. Run step 2 first.' },
      { kind: 'title', text: 'The Teams app package' },
      { kind: 'run', command: ['npm', 'ci'] },
      {
        kind: 'run',
        command: [
          'npm',
          'run',
          'package',
          '--',
          '--env-file',
          [ref('folder'), `/${SETTINGS_FILE}`],
          '--out',
          [ref('folder'), '/mailbox-guard-teams.zip'],
        ],
      },
      ...(onAppService ? deploySteps(options) : startSteps(options)),
    ],
  };
}

/** Built here and run from the package as it is: what was tried is what runs. */
function deploySteps({ name, shell }: Options): readonly Step[] {
  return [
    { kind: 'title', text: 'The bot, with what it needs to run and nothing else' },
    { kind: 'run', command: ['npm', 'run', 'build'] },
    { kind: 'run', command: ['npm', 'prune', '--omit=dev'] },
    {
      kind: 'run',
      command: [
        ...ZIP[shell],
        [ref('folder'), '/mailbox-guard-bot.zip'],
        'bin',
        'dist/bot',
        'dist/cards',
        'dist/cli',
        'dist/src',
        'node_modules',
        'package.json',
        'appPackage',
      ],
    },
    {
      kind: 'set',
      name: 'site',
      command: ['az', 'webapp', 'list', '--resource-group', name, '--query', '[].name', '--output', 'tsv'],
    },
    { kind: 'need', name: 'site', otherwise: 'There is no App Service yet. Run step 2 first.' },
    {
      kind: 'run',
      command: [
        'az',
        'webapp',
        'deploy',
        '--resource-group',
        name,
        '--name',
        ref('site'),
        '--src-path',
        [ref('folder'), '/mailbox-guard-bot.zip'],
        '--type',
        'zip',
        '--output',
        'none',
      ],
    },
    {
      kind: 'set',
      name: 'address',
      command: [
        'az',
        'webapp',
        'show',
        '--resource-group',
        name,
        '--name',
        ref('site'),
        '--query',
        'defaultHostName',
        '--output',
        'tsv',
      ],
    },
    {
      kind: 'say',
      text: [
        'The bot starts. https://',
        ref('address'),
        '/readyz answers 200 when it is ready; then upload the package and type "help" to it in Teams.',
      ],
    },
  ];
}

/** Both write zip files; bsdtar, which Windows has, does not need a program of its own. */
const ZIP: Readonly<Record<Options['shell'], readonly Value[]>> = {
  bash: ['zip', '-q', '-r', '-FS'],
  powershell: ['tar', '-a', '-c', '-f'],
};

function startSteps({ endpoint }: Options): readonly Step[] {
  return [
    {
      kind: 'say',
      text: `Start the bot behind ${endpoint}: npm run build, then npm start -- --env-file <settings>; or build infra/Dockerfile.`,
    },
    {
      kind: 'say',
      text: `${endpoint}/readyz answers 200 when it is ready; then upload the package and type "help" to it in Teams.`,
    },
  ];
}
