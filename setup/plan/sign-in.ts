// How every script begins: in the right cloud, signed in, with a settings file to leave its findings in.
import type { Cloud } from '../../src/config/clouds.js';
import { ref, type Step } from '../script/step.js';

/** The clouds as the Azure CLI names them. */
const AZURE_CLOUDS: Readonly<Record<Cloud, string>> = {
  public: 'AzureCloud',
  usgov: 'AzureUSGovernment',
  usgovdod: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

/** The Azure CLI knows one Graph for both US Government clouds; the DoD has its own. */
const DOD_GRAPH: readonly Step[] = [
  {
    kind: 'file',
    path: 'dod-cloud.json',
    text: '{ "endpoints": { "microsoftGraphResourceId": "https://dod-graph.microsoft.us/" } }\n',
  },
  {
    kind: 'run',
    command: [
      'az',
      'cloud',
      'update',
      '--name',
      'AzureUSGovernment',
      '--cloud-config',
      ['@', ref('folder'), '/dod-cloud.json'],
    ],
  },
];

/**
 * Leaves the tenant's id in `TENANT_ID`.
 * @param settings what is known before anything is found out, as lines of the settings file
 */
export function signIn(cloud: Cloud, settings: string): readonly Step[] {
  return [
    {
      kind: 'title',
      text: 'Where: the cloud, the tenant that is signed in, and the file that keeps what is found out',
    },
    { kind: 'run', command: ['az', 'cloud', 'set', '--name', AZURE_CLOUDS[cloud]] },
    ...(cloud === 'usgovdod' ? DOD_GRAPH : []),
    { kind: 'set', name: 'tenant', command: ['az', 'account', 'show', '--query', 'tenantId', '--output', 'tsv'] },
    { kind: 'file', path: 'settings.env', text: settings, keep: true },
    {
      kind: 'once',
      name: 'TENANT_ID',
      steps: [{ kind: 'let', name: 'TENANT_ID', value: ref('tenant') }],
    },
    {
      kind: 'same',
      name: 'tenant',
      as: 'TENANT_ID',
      otherwise:
        'You are signed in to another tenant than the settings file is for. Use az login --tenant, or another folder.',
    },
  ];
}
