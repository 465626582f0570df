// Everything in Azure at once, where the bot runs on App Service with a managed identity.
import type { Options } from '../options.js';
import { ref, type Script, type Step, type Value } from '../script/step.js';
import { providers, resourceGroup } from './resource-group.js';
import { extraSettings } from './settings.js';

/** Deploys infra/azure.bicep and notes the identity that it made. */
export function azureScript(options: Options, start: readonly Step[]): Script {
  const { name } = options;
  const identity = ['az', 'identity', 'show', '--resource-group', name, '--name', name];
  return {
    name: '2-azure',
    about: [
      'Step 2: App Service, PostgreSQL, Key Vault, logs, the managed identity and the bot registration (infra/azure.bicep).',
      'To be run by an Owner of the subscription, or by a Contributor who is Role Based Access Control Administrator too.',
    ],
    steps: [
      ...start,
      recallGroup('OPERATORS_GROUP_ID'),
      recallGroup('APPROVERS_GROUP_ID'),
      { kind: 'title', text: 'The resources; running this again brings them back to what the file says' },
      ...providers(['Microsoft.Web', 'Microsoft.DBforPostgreSQL', 'Microsoft.KeyVault', 'Microsoft.BotService']),
      ...resourceGroup(options),
      // Further settings of the bot: a deployment replaces all of them, so they are given to each.
      { kind: 'file', path: 'extra-settings.json', text: `${JSON.stringify(extraSettings(options))}\n`, keep: true },
      { kind: 'run', command: [...deployment(name, 'infra/azure.bicep'), '--parameters', ...parameters(options)] },
      { kind: 'title', text: 'The identity: what the bot is towards Teams, and what reads and writes the tenant' },
      ...(['BOT_APP_ID', 'AZURE_CLIENT_ID'] as const).map(
        (setting): Step => ({
          kind: 'once',
          name: setting,
          steps: [{ kind: 'set', name: setting, command: [...identity, '--query', 'clientId', '--output', 'tsv'] }],
        }),
      ),
      { kind: 'say', text: ['The managed identity is ', ref('BOT_APP_ID'), '.'] },
    ],
  };
}

const recallGroup = (name: string): Step => ({
  kind: 'recall',
  name,
  otherwise: `${name} is not known yet. Run step 1 first.`,
});

/** The beginning of a deployment into the resource group. */
export function deployment(resourceGroupName: string, file: string): readonly Value[] {
  return [
    'az',
    'deployment',
    'group',
    'create',
    '--resource-group',
    resourceGroupName,
    '--name',
    'mailbox-guard',
    '--template-file',
    file,
    '--output',
    'none',
  ];
}

function parameters({ name, cloud, writes, exchangeApi }: Options): readonly Value[] {
  return [
    `resourceBaseName=${name}`,
    `cloud=${cloud}`,
    `mode=${writes === 'none' ? 'watch' : 'enforce'}`,
    `exchangeApi=${exchangeApi}`,
    ['operatorsGroupId=', ref('OPERATORS_GROUP_ID')],
    ['approversGroupId=', ref('APPROVERS_GROUP_ID')],
    ['extraSettings=@', ref('folder'), '/extra-settings.json'],
  ];
}
