// The application permissions, each looked up by its name in this tenant and granted once.
import type { Cloud } from '../../src/config/clouds.js';
import { isNeeded, PERMISSION_RESOURCES, PERMISSIONS, type Permission } from '../../src/permissions.js';
import type { Options } from '../options.js';
import { azRest } from '../script/az-rest.js';
import { json, ref, type Script, type Step } from '../script/step.js';
import { assignmentsOf, lookUpAssignment, lookUpRole } from './app-roles.js';
import { servicePrincipal } from './registration.js';
import { unitSteps } from './unit.js';
import { withdrawalSteps } from './withdrawals.js';

/** What these options ask for, in the order of the table. */
export function grantedPermissions({ writes, exchangeApi, optional }: Options): readonly Permission[] {
  const settings = { mode: writes === 'tenant' ? 'enforce' : 'watch', exchangeApi } as const;
  return PERMISSIONS.filter((one) => isNeeded(one, settings) || optional.includes(one));
}

export function permissionsScript(options: Options, start: readonly Step[]): Script {
  return {
    name: '3-permissions',
    about: [
      'Step 3: what the bot may do in the tenant. To be run by a Privileged Role Administrator or Global Administrator,',
      'for application permissions of Microsoft Graph are granted by nobody else. docs/permissions.md says why each is needed.',
    ],
    steps: [
      ...start,
      { kind: 'recall', name: 'BOT_APP_ID', otherwise: 'BOT_APP_ID is not known yet. Run step 2 first.' },
      { kind: 'once', name: 'SERVICE_PRINCIPAL_ID', steps: principalSteps() },
      ...(['graph', 'exchange'] as const).map(resourceStep),
      ...(['graph', 'exchange'] as const).map(needResource),
      ...grantedPermissions(options).flatMap((permission) => grant(permission, options.cloud)),
      ...(options.writes === 'unit' ? unitSteps(options.cloud) : []),
      ...withdrawalSteps(options, grantedPermissions(options)),
      { kind: 'say', text: tokensNote(options) },
    ],
  };
}

/** As docs/troubleshooting.md says it: Azure caches tokens of managed identities ("Are managed identities tokens cached?"). */
function tokensNote({ identity }: Options): string {
  const before = 'A token that was issued before still says what was granted then.';
  return identity === 'managed-identity'
    ? `${before} Azure keeps the tokens of a managed identity for about a day, and a restart of the bot brings no new one: wait.`
    : `${before} Restart a bot that runs already: it gets a new one.`;
}

function principalSteps(): readonly Step[] {
  return [
    servicePrincipal(),
    {
      kind: 'need',
      name: 'principal',
      otherwise: ['There is no service principal of ', ref('BOT_APP_ID'), ' in this tenant.'],
    },
    { kind: 'let', name: 'SERVICE_PRINCIPAL_ID', value: ref('principal') },
  ];
}

function resourceStep(resource: Permission['resource']): Step {
  const { appId } = PERMISSION_RESOURCES[resource];
  return {
    kind: 'set',
    name: resource,
    command: ['az', 'ad', 'sp', 'list', '--filter', `appId eq '${appId}'`, '--query', '[].id', '--output', 'tsv'],
  };
}

function needResource(resource: Permission['resource']): Step {
  const { displayName } = PERMISSION_RESOURCES[resource];
  return {
    kind: 'need',
    name: resource,
    otherwise: `${displayName} is not in this tenant. Is it the one with the mailboxes?`,
  };
}

function grant(permission: Permission, cloud: Cloud): readonly Step[] {
  const { name, resource } = permission;
  const assignments = assignmentsOf(cloud);
  const body = { principalId: ref('SERVICE_PRINCIPAL_ID'), resourceId: ref(resource), appRoleId: ref('role') };
  return [
    { kind: 'title', text: name },
    lookUpRole(permission),
    {
      kind: 'need',
      name: 'role',
      otherwise: `${PERMISSION_RESOURCES[resource].displayName} has no permission ${name} in this cloud.`,
    },
    lookUpAssignment('held', cloud),
    {
      kind: 'when-empty',
      name: 'held',
      steps: [
        { kind: 'file', path: 'grant.json', text: json(body) },
        {
          kind: 'run',
          patient: true,
          command: azRest('post', assignments, { body: ['@', ref('folder'), '/grant.json'] }),
        },
      ],
    },
    { kind: 'say', text: `Granted: ${name}` },
  ];
}
