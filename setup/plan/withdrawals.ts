// What an earlier run gave and this choice does not want: it is taken away again, or the choice would be a word on paper.
import { PERMISSIONS, type Permission } from '../../src/permissions.js';
import type { Options } from '../options.js';
import { azRest } from '../script/az-rest.js';
import { ref, type Step } from '../script/step.js';
import { assignmentsOf, lookUpAssignment, lookUpRole } from './app-roles.js';
import { leaveUnitSteps } from './unit.js';

/**
 * Permissions of our table only, each by its name; what somebody granted besides is not ours to take. All are named before
 * the first is taken. To be run after the grants: so that a change of the way to write leaves no moment without one.
 */
export function withdrawalSteps({ cloud, writes }: Options, granted: readonly Permission[]): readonly Step[] {
  const unwanted = PERMISSIONS.filter((permission) => !granted.includes(permission));
  return [
    { kind: 'title', text: 'What this choice does not want, and an earlier one did' },
    ...unwanted.flatMap((permission): readonly Step[] => [
      lookUpRole(permission),
      lookUpAssignment(variableFor(permission), cloud),
      {
        kind: 'when-filled',
        name: variableFor(permission),
        steps: [{ kind: 'say', text: `Not wanted any more: ${permission.name}` }],
      },
    ]),
    ...unwanted.map(
      (permission): Step => ({
        kind: 'when-filled',
        name: variableFor(permission),
        steps: [
          {
            kind: 'run',
            command: azRest('delete', [...assignmentsOf(cloud), '/', ref(variableFor(permission))]),
          },
          { kind: 'say', text: `Taken away: ${permission.name}` },
        ],
      }),
    ),
    ...(writes === 'unit' ? [] : leaveUnitSteps(cloud)),
  ];
}

const variableFor = ({ name }: Permission): string => `held_${name.replaceAll('.', '_')}`;
