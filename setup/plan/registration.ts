// The app registration and the bot registration, where the bot runs elsewhere than on App Service.
import { CLOUD_HOSTS } from '../../src/config/clouds.js';
import type { Options } from '../options.js';
import { json, ref, type Script, type Step } from '../script/step.js';
import { deployment } from './azure.js';
import { providers, resourceGroup } from './resource-group.js';

const APP_NAME = 'Mailbox Guard';
const APP = ref('BOT_APP_ID');

/** Registers the app with one proof of its own, and the bot with it. */
export function registrationScript(options: Options, start: readonly Step[]): Script {
  return {
    name: '2-registration',
    about: [
      'Step 2: the app registration with its proof, and the bot registration in Azure.',
      'To be run by an Application Administrator who is a Contributor of the subscription.',
    ],
    steps: [...start, ...appRegistration(), ...proof(options), ...botRegistration(options)],
  };
}

/** An app of the same name is not taken for ours: "az ad app create" would change it. */
function appRegistration(): readonly Step[] {
  return [
    { kind: 'title', text: 'The app registration' },
    {
      kind: 'once',
      name: 'BOT_APP_ID',
      steps: [
        {
          kind: 'set',
          name: 'found',
          command: [
            'az',
            'ad',
            'app',
            'list',
            '--filter',
            `displayName eq '${APP_NAME}'`,
            '--query',
            '[].appId',
            '--output',
            'tsv',
          ],
        },
        {
          kind: 'refuse',
          name: 'found',
          otherwise: [
            `There is an app "${APP_NAME}" already: `,
            ref('found'),
            '. If it is the right one, write BOT_APP_ID=<that id> into the settings file and run this again.',
          ],
        },
        {
          kind: 'set',
          name: 'BOT_APP_ID',
          command: [
            'az',
            'ad',
            'app',
            'create',
            '--display-name',
            APP_NAME,
            '--sign-in-audience',
            'AzureADMyOrg',
            '--query',
            'appId',
            '--output',
            'tsv',
          ],
        },
        { kind: 'need', name: 'BOT_APP_ID', otherwise: 'The app was not registered.' },
      ],
    },
    { kind: 'once', name: 'AZURE_CLIENT_ID', steps: [{ kind: 'let', name: 'AZURE_CLIENT_ID', value: APP }] },
    {
      kind: 'once',
      name: 'AZURE_TENANT_ID',
      steps: [{ kind: 'let', name: 'AZURE_TENANT_ID', value: ref('TENANT_ID') }],
    },
    servicePrincipal(),
    {
      kind: 'when-empty',
      name: 'principal',
      steps: [{ kind: 'run', patient: true, command: ['az', 'ad', 'sp', 'create', '--id', APP, '--output', 'none'] }],
    },
  ];
}

/** Leaves the object id of the app's service principal in `principal`; empty when there is none. */
export function servicePrincipal(): Step {
  return {
    kind: 'set',
    name: 'principal',
    command: ['az', 'ad', 'sp', 'list', '--filter', ["appId eq '", APP, "'"], '--query', '[].id', '--output', 'tsv'],
  };
}

function proof(options: Options): readonly Step[] {
  switch (options.identity) {
    case 'certificate':
      return certificate();
    case 'federated':
      return federated(options);
    default:
      return secret();
  }
}

const RESET = ['az', 'ad', 'app', 'credential', 'reset', '--id', APP, '--append', '--years', '1'] as const;

/** The Azure CLI makes the key on this machine and sends the certificate only. */
function certificate(): readonly Step[] {
  return [
    { kind: 'title', text: 'The certificate: a file with its private key, made here' },
    {
      kind: 'once',
      name: 'BOT_APP_CERTIFICATE_PATH',
      steps: [
        {
          kind: 'set',
          name: 'BOT_APP_CERTIFICATE_PATH',
          command: [...RESET, '--create-cert', '--query', 'fileWithCertAndPrivateKey', '--output', 'tsv'],
        },
        { kind: 'need', name: 'BOT_APP_CERTIFICATE_PATH', otherwise: 'No certificate was made.' },
      ],
    },
    {
      kind: 'once',
      name: 'AZURE_CLIENT_CERTIFICATE_PATH',
      steps: [{ kind: 'let', name: 'AZURE_CLIENT_CERTIFICATE_PATH', value: ref('BOT_APP_CERTIFICATE_PATH') }],
    },
    {
      kind: 'say',
      text: [
        'The certificate with its key is ',
        ref('BOT_APP_CERTIFICATE_PATH'),
        ', good for a year. Move it to where the bot runs, readable by the bot alone, and put its new path into the settings file.',
      ],
    },
  ];
}

function secret(): readonly Step[] {
  return [
    { kind: 'title', text: 'The client secret: it is shown nowhere, and stands in the settings file' },
    {
      kind: 'once',
      name: 'BOT_APP_PASSWORD',
      steps: [
        {
          kind: 'set',
          name: 'BOT_APP_PASSWORD',
          command: [...RESET, '--display-name', APP_NAME, '--query', 'password', '--output', 'tsv'],
        },
        { kind: 'need', name: 'BOT_APP_PASSWORD', otherwise: 'No secret was made.' },
      ],
    },
    {
      kind: 'once',
      name: 'AZURE_CLIENT_SECRET',
      steps: [{ kind: 'let', name: 'AZURE_CLIENT_SECRET', value: ref('BOT_APP_PASSWORD') }],
    },
    {
      kind: 'say',
      text: 'The secret is good for a year. A certificate, or a managed identity, cannot be copied from a settings file.',
    },
  ];
}

function federated({ cloud, federation }: Options): readonly Step[] {
  const credential = {
    name: 'mailbox-guard',
    issuer: federation?.issuer ?? '',
    subject: federation?.subject ?? '',
    audiences: [CLOUD_HOSTS[cloud].tokenExchange],
  };
  const list = [
    'az',
    'ad',
    'app',
    'federated-credential',
    'list',
    '--id',
    APP,
    '--query',
    "[?name=='mailbox-guard'].id",
    '--output',
    'tsv',
  ];
  return [
    { kind: 'title', text: 'The federated credential: tokens of this issuer for this subject stand in for a secret' },
    { kind: 'file', path: 'federated-credential.json', text: json(credential) },
    { kind: 'set', name: 'found', command: list },
    {
      kind: 'when-empty',
      name: 'found',
      steps: [
        {
          kind: 'run',
          patient: true,
          command: [
            'az',
            'ad',
            'app',
            'federated-credential',
            'create',
            '--id',
            APP,
            '--parameters',
            ['@', ref('folder'), '/federated-credential.json'],
            '--output',
            'none',
          ],
        },
      ],
    },
    {
      kind: 'say',
      text: 'Where the bot runs, set AZURE_FEDERATED_TOKEN_FILE and BOT_APP_FEDERATED_TOKEN_FILE to the file with the token, if the platform does not.',
    },
  ];
}

function botRegistration(options: Options): readonly Step[] {
  const { name, endpoint } = options;
  return [
    { kind: 'title', text: 'The bot registration, which costs nothing for Teams' },
    ...providers(['Microsoft.BotService']),
    ...resourceGroup(options),
    {
      kind: 'run',
      command: [
        ...deployment(name, 'infra/botRegistration/azurebot.bicep'),
        '--parameters',
        `resourceBaseName=${name}`,
        'appType=SingleTenant',
        ['appId=', APP],
        ['tenantId=', ref('TENANT_ID')],
        `botEndpoint=${endpoint}/api/messages`,
      ],
    },
  ];
}
