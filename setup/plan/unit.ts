// The narrower way to write: no permission over every account, but a role over the accounts of one administrative unit.
import { CLOUD_HOSTS, type Cloud } from '../../src/config/clouds.js';
import { azRest } from '../script/az-rest.js';
import { json, ref, type Step } from '../script/step.js';

const UNIT_NAME = 'Mailbox Guard mailboxes';
/** The least built-in role that may block and allow sign-in of accounts without roles of their own. */
const ROLE_NAME = 'User Administrator';

/** Makes the unit and gives the bot its role there. Graph: administrativeUnit, unifiedRoleAssignment. */
export function unitSteps(cloud: Cloud): readonly Step[] {
  const graph = `${CLOUD_HOSTS[cloud].graph}/v1.0`;
  return [
    { kind: 'title', text: 'The administrative unit; step 5 puts the accounts of the mailboxes into it' },
    { kind: 'once', name: 'ADMINISTRATIVE_UNIT_ID', steps: createUnit(graph) },
    { kind: 'title', text: `${ROLE_NAME} over that unit only` },
    ...assignRole(graph),
    {
      kind: 'say',
      text: [
        `The bot may block the accounts in the administrative unit `,
        ref('ADMINISTRATIVE_UNIT_ID'),
        ' and no others.',
      ],
    },
  ];
}

/** Takes the role of an earlier run away again; the unit itself stays, for it gives nothing to anybody. */
export function leaveUnitSteps(cloud: Cloud): readonly Step[] {
  const assignments = `${CLOUD_HOSTS[cloud].graph}/v1.0/roleManagement/directory/roleAssignments`;
  return [
    { kind: 'recall', name: 'ADMINISTRATIVE_UNIT_ID' },
    {
      kind: 'when-filled',
      name: 'ADMINISTRATIVE_UNIT_ID',
      steps: [
        ...lookUpHeld(assignments),
        {
          kind: 'when-filled',
          name: 'held',
          steps: [
            { kind: 'say', text: ['Not wanted any more: the role over the unit ', ref('ADMINISTRATIVE_UNIT_ID')] },
            {
              kind: 'run',
              command: azRest('delete', [assignments, '/', ref('held')]),
            },
            { kind: 'say', text: 'Taken away: the role over that unit' },
          ],
        },
      ],
    },
  ];
}

/** Leaves the unit in `scope` and the id of the bot's assignment there in `held`; empty where there is none. */
function lookUpHeld(assignments: string): readonly Step[] {
  return [
    { kind: 'let', name: 'scope', value: ['/administrativeUnits/', ref('ADMINISTRATIVE_UNIT_ID')] },
    {
      kind: 'set',
      name: 'held',
      command: azRest('get', assignments, {
        parameters: ["$filter=principalId eq '", ref('SERVICE_PRINCIPAL_ID'), "'"],
        query: ["value[?directoryScopeId=='", ref('scope'), "'].id"],
      }),
    },
  ];
}

function createUnit(graph: string): readonly Step[] {
  const body = { displayName: UNIT_NAME, description: 'Accounts whose sign-in Mailbox Guard may block.' };
  return [
    { kind: 'file', path: 'unit.json', text: json(body) },
    {
      kind: 'set',
      name: 'ADMINISTRATIVE_UNIT_ID',
      command: azRest('post', `${graph}/directory/administrativeUnits`, {
        body: ['@', ref('folder'), '/unit.json'],
        query: 'id',
      }),
    },
    { kind: 'need', name: 'ADMINISTRATIVE_UNIT_ID', otherwise: 'The administrative unit was not made.' },
  ];
}

function assignRole(graph: string): readonly Step[] {
  const assignments = `${graph}/roleManagement/directory/roleAssignments`;
  const body = {
    principalId: ref('SERVICE_PRINCIPAL_ID'),
    roleDefinitionId: ref('role'),
    directoryScopeId: ref('scope'),
  };
  return [
    {
      kind: 'set',
      name: 'role',
      command: azRest('get', `${graph}/roleManagement/directory/roleDefinitions`, {
        parameters: `$filter=displayName eq '${ROLE_NAME}'`,
        query: 'value[?isBuiltIn].id',
      }),
    },
    { kind: 'need', name: 'role', otherwise: `There is no role "${ROLE_NAME}" in this tenant.` },
    ...lookUpHeld(assignments),
    {
      kind: 'when-empty',
      name: 'held',
      steps: [
        { kind: 'file', path: 'role.json', text: json(body) },
        {
          kind: 'run',
          patient: true,
          command: azRest('post', assignments, { body: ['@', ref('folder'), '/role.json'] }),
        },
      ],
    },
  ];
}
