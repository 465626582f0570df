// What a user is a member of: checkMemberGroups and transitiveMemberOf.
// https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups and user-list-transitivememberof
import type { Answer } from '../message.js';
import { pageOf } from '../odata/page-links.js';
import type { RoleDefinition } from '../records.js';
import { badRequest } from './graph-error.js';
import { groupProperties, showGroup } from './groups.js';
import { linkTo, startOf } from './listing.js';
import { isGuid } from './object-id.js';
import { checkCount, demandAdvanced, isAdvanced, pageSize, selected } from './query-options.js';
import { anyOf, GROUP_READERS, type GraphCall, type GraphRoute, holds } from './route.js';
import { userInPath } from './users.js';

const MOST_GROUPS = 20;

/** User.Read.All with GroupMember.Read.All, or one of the wider ones alone. */
const MEMBERSHIP_READERS = [
  ['User.Read.All', 'GroupMember.Read.All'],
  ...anyOf('Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'),
];

export const checkMemberGroups: GraphRoute = {
  method: 'POST',
  path: 'users/{id}/checkMemberGroups',
  permissions: MEMBERSHIP_READERS,
  units: 4,
  query: [],
  answer: (call): Answer => {
    const ids = groupIds(call);
    const held = call.world.directory.groupsOf(userInPath(call).id);
    return {
      status: 200,
      body: {
        '@odata.context': `${call.root}/$metadata#Collection(Edm.String)`,
        value: ids.filter((id) => held.has(id.toLowerCase())),
      },
    };
  },
};

function groupIds({ body }: GraphCall): readonly string[] {
  const { groupIds: ids } = (body ?? {}) as { readonly groupIds?: unknown };
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw badRequest("The 'groupIds' parameter must be a collection of strings.");
  }
  if (ids.length > MOST_GROUPS) throw badRequest(`Number of included identifiers cannot exceed '${MOST_GROUPS}'.`);
  const malformed = ids.find((id) => !isGuid(id));
  if (malformed !== undefined) throw badRequest(`Invalid object identifier '${malformed}'.`);
  return ids;
}

type Cast = 'group' | 'directoryRole';

function transitiveRoute(cast?: Cast): GraphRoute {
  return {
    method: 'GET',
    path: `users/{id}/transitiveMemberOf${cast === undefined ? '' : `/microsoft.graph.${cast}`}`,
    permissions:
      cast === 'directoryRole'
        ? anyOf('RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All')
        : MEMBERSHIP_READERS,
    units: 2,
    query: ['$select', '$top', '$count'],
    answer: (call) => listTransitive(call, cast),
  };
}

export const transitiveMemberOfRoutes: readonly GraphRoute[] = [
  transitiveRoute(),
  transitiveRoute('group'),
  transitiveRoute('directoryRole'),
];

const ROLE_PROPERTIES = ['id', 'deletedDateTime', 'description', 'displayName', 'roleTemplateId'];

function listTransitive(call: GraphCall, cast: Cast | undefined): Answer {
  const user = userInPath(call);
  checkCount(call.query);
  if (cast !== undefined) demandAdvanced(call, `OData cast to microsoft.graph.${cast}`);
  const known = [...groupProperties, ...ROLE_PROPERTIES];
  const names = selected(call.query, cast ?? 'directoryObject', known);
  const objects = [
    ...(cast === 'directoryRole' ? [] : groupsOf(call, user.id, names, cast === undefined)),
    ...(cast === 'group' ? [] : rolesOf(call, user.id, names, cast === undefined)),
  ];
  const listing = `transitiveMemberOf ${user.id} ${cast ?? ''}`;
  const { page, next } = pageOf(objects, () => true, startOf(call, listing), pageSize(call.query, 100, 999));
  return {
    status: 200,
    body: {
      '@odata.context': `${call.root}/$metadata#${cast === undefined ? 'directoryObjects' : `${cast}s`}`,
      ...(isAdvanced(call) ? { '@odata.count': objects.length } : {}),
      ...(next === undefined ? {} : { '@odata.nextLink': linkTo(call, listing, next) }),
      value: page,
    },
  };
}

function groupsOf(call: GraphCall, userId: string, names: readonly string[] | undefined, withType: boolean) {
  const { directory } = call.world;
  const readable = holds(call, ...GROUP_READERS);
  return [...directory.groupsOf(userId)].flatMap((id) => {
    const group = directory.groups.get(id);
    if (group === undefined) return [];
    const type = withType ? { '@odata.type': '#microsoft.graph.group' } : {};
    return [{ ...type, id, ...showGroup(group, names, readable) }];
  });
}

/** Roles that the user holds, once each. Without a right to read roles they show their type and id only. */
function rolesOf(call: GraphCall, userId: string, names: readonly string[] | undefined, withType: boolean) {
  const { directory } = call.world;
  const readable = holds(call, 'RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All');
  const ids = new Set(directory.rolesOf(userId).map((assignment) => assignment.roleDefinitionId));
  return directory.roleDefinitions
    .filter((role) => ids.has(role.id))
    .map((role) => ({
      ...(withType ? { '@odata.type': '#microsoft.graph.directoryRole' } : {}),
      id: role.id,
      ...showRole(role, names, readable),
    }));
}

function showRole(role: RoleDefinition, names: readonly string[] | undefined, readable: boolean) {
  const all: Readonly<Record<string, unknown>> = {
    id: role.id,
    deletedDateTime: null,
    description: null,
    displayName: role.displayName,
    roleTemplateId: role.id,
  };
  const own = (names ?? ROLE_PROPERTIES).filter((name) => ROLE_PROPERTIES.includes(name));
  return Object.fromEntries(own.map((name) => [name, readable || name === 'id' ? all[name] : null]));
}
