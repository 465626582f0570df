// Application permissions ("app roles") as Graph keeps them: looked up by name, assigned to the service principal of the bot.
import { CLOUD_HOSTS, type Cloud } from '../../src/config/clouds.js';
import type { Permission } from '../../src/permissions.js';
import { azRest } from '../script/az-rest.js';
import { ref, type Step, type Value } from '../script/step.js';

/** The address of all that the bot's identity holds. */
export function assignmentsOf(cloud: Cloud): readonly Exclude<Value, readonly unknown[]>[] {
  return [`${CLOUD_HOSTS[cloud].graph}/v1.0/servicePrincipals/`, ref('SERVICE_PRINCIPAL_ID'), '/appRoleAssignments'];
}

/** Leaves the permission's id in `role`; empty where this cloud does not have it. */
export function lookUpRole({ name, resource }: Permission): Step {
  return {
    kind: 'set',
    name: 'role',
    command: [
      'az',
      'ad',
      'sp',
      'show',
      '--id',
      ref(resource),
      '--query',
      `appRoles[?value=='${name}'].id`,
      '--output',
      'tsv',
    ],
  };
}

/** Leaves the id of the assignment of `role` in this variable; empty where the bot does not hold it. */
export function lookUpAssignment(name: string, cloud: Cloud): Step {
  return {
    kind: 'set',
    name,
    command: azRest('get', assignmentsOf(cloud), { query: ["value[?appRoleId=='", ref('role'), "'].id"] }),
  };
}
