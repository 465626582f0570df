// Graph's directory roles: who holds which.
// https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments (RoleManagement.Read.Directory)
import type { Answer } from '../message.js';
import type { FilterFields } from '../odata/filter.js';
import { pageOf } from '../odata/page-links.js';
import type { RoleAssignment, RoleDefinition } from '../records.js';
import { badRequest } from './graph-error.js';
import { showMember } from './groups.js';
import { linkTo, readFilter, startOf } from './listing.js';
import { option, selected } from './query-options.js';
import { anyOf, type GraphCall, type GraphRoute } from './route.js';

const READERS = [
  'RoleManagement.Read.Directory',
  'RoleManagement.Read.All',
  'Directory.Read.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.ReadWrite.All',
];
const PAGE = 100;
const ASSIGNMENT_PROPERTIES = ['id', 'principalId', 'directoryScopeId', 'appScopeId', 'roleDefinitionId'];

export const listRoleAssignments: GraphRoute = {
  method: 'GET',
  path: 'roleManagement/directory/roleAssignments',
  permissions: anyOf(...READERS),
  units: 1,
  // The page lists these only: no $top.
  query: ['$filter', '$expand', '$select', '$skiptoken'],
  answer: (call): Answer => {
    const filter = readFilter(option(call.query, '$filter'), ASSIGNMENT_FIELDS);
    const names = selected(call.query, 'unifiedRoleAssignment', ASSIGNMENT_PROPERTIES) ?? ASSIGNMENT_PROPERTIES;
    const expand = expansion(call);
    const { page, next } = pageOf(
      call.world.directory.roleAssignments,
      filter.test,
      startOf(call, 'roleAssignments'),
      PAGE,
    );
    return {
      status: 200,
      body: {
        '@odata.context': `${call.root}/$metadata#roleManagement/directory/roleAssignments`,
        ...(next === undefined ? {} : { '@odata.nextLink': linkTo(call, 'roleAssignments', next) }),
        value: page.map((assignment) => ({ ...show(assignment, names), ...expanded(call, assignment, expand) })),
      },
    };
  },
};

const ASSIGNMENT_FIELDS: FilterFields<RoleAssignment> = {
  fields: {
    principalId: { operators: ['eq'], get: (assignment) => assignment.principalId },
    roleDefinitionId: { operators: ['eq'], get: (assignment) => assignment.roleDefinitionId },
    directoryScopeId: { operators: ['eq'], get: (assignment) => assignment.directoryScopeId },
  },
};

function show(assignment: RoleAssignment, names: readonly string[]): Readonly<Record<string, unknown>> {
  const all: Readonly<Record<string, unknown>> = { ...assignment, appScopeId: null };
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

/** One relation may be expanded: principal or roleDefinition. */
function expansion(call: GraphCall): string | undefined {
  const expand = option(call.query, '$expand');
  if (expand === undefined || ['principal', 'roleDefinition'].includes(expand)) return expand;
  throw badRequest(
    `Could not find a property named '${expand}' on type 'microsoft.graph.unifiedRoleAssignment'.`,
    'BadRequest',
  );
}

function expanded(call: GraphCall, assignment: RoleAssignment, expand: string | undefined) {
  const { directory } = call.world;
  if (expand === 'principal') {
    const principal = directory.user(assignment.principalId) ?? directory.groups.get(assignment.principalId);
    return { principal: principal === undefined ? null : showMember(call, principal, undefined, true) };
  }
  if (expand !== 'roleDefinition') return {};
  const role = directory.roleDefinitions.find(({ id }) => id === assignment.roleDefinitionId);
  return { roleDefinition: role === undefined ? null : showDefinition(role) };
}

/** https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions */
export const listRoleDefinitions: GraphRoute = {
  method: 'GET',
  path: 'roleManagement/directory/roleDefinitions',
  permissions: anyOf(...READERS),
  units: 1,
  query: ['$filter', '$select', '$skiptoken'],
  answer: (call): Answer => {
    const filter = readFilter(option(call.query, '$filter'), DEFINITION_FIELDS);
    const names = selected(call.query, 'unifiedRoleDefinition', DEFINITION_PROPERTIES) ?? DEFINITION_PROPERTIES;
    const roles = call.world.directory.roleDefinitions.filter(filter.test).map(showDefinition);
    return {
      status: 200,
      body: {
        '@odata.context': `${call.root}/$metadata#roleManagement/directory/roleDefinitions`,
        value: roles.map((role) => Object.fromEntries(names.map((name) => [name, role[name]]))),
      },
    };
  },
};

const DEFINITION_PROPERTIES = ['id', 'displayName', 'description', 'isBuiltIn', 'isEnabled', 'templateId'];

const DEFINITION_FIELDS: FilterFields<RoleDefinition> = {
  fields: {
    id: { operators: ['eq'], get: (role) => role.id },
    displayName: { operators: ['eq', 'startswith'], get: (role) => role.displayName },
  },
};

function showDefinition({ id, displayName }: RoleDefinition): Readonly<Record<string, unknown>> {
  return { id, displayName, description: null, isBuiltIn: true, isEnabled: true, templateId: id };
}
