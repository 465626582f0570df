// Graph's groups: what one looks like, its members, direct and transitive, and its owners.
// https://learn.microsoft.com/graph/api/group-get, group-list-members, group-list-transitivemembers and group-list-owners
// (GroupMember.Read.All)
import { graphTime } from '../clock.js';
import type { Answer } from '../message.js';
import { pageOf } from '../odata/page-links.js';
import type { Group, User } from '../records.js';
import { notFound } from './graph-error.js';
import { linkTo, startOf } from './listing.js';
import { checkCount, demandAdvanced, isAdvanced, pageSize, selected } from './query-options.js';
import { anyOf, GROUP_READERS, type GraphCall, type GraphRoute, holds, USER_READERS } from './route.js';
import { showUser, USER_PROPERTIES } from './user-properties.js';

const PROPERTIES: Readonly<Record<string, (group: Group) => unknown>> = {
  id: (group) => group.id,
  createdDateTime: (group) => graphTime(group.createdAt),
  description: () => null,
  displayName: (group) => group.displayName,
  groupTypes: (group) => group.groupTypes,
  isAssignableToRole: (group) => (group.roleAssignable ? true : null),
  mail: () => null,
  mailEnabled: () => false,
  mailNickname: (group) => group.displayName.replaceAll(' ', ''),
  membershipRule: (group) => group.membershipRule,
  membershipRuleProcessingState: (group) => (group.membershipRule === null ? null : 'On'),
  onPremisesSyncEnabled: () => null,
  securityEnabled: () => true,
  visibility: (group) => group.visibility,
};

export const groupProperties: readonly string[] = Object.keys(PROPERTIES);

/** Shows a group; null for everything but its id where the token may not read it. */
export function showGroup(group: Group, names: readonly string[] | undefined, readable: boolean) {
  const shown: Record<string, unknown> = {};
  for (const name of names ?? groupProperties) {
    const property = PROPERTIES[name];
    if (property !== undefined) shown[name] = readable || name === 'id' ? property(group) : null;
  }
  return shown;
}

export const getGroup: GraphRoute = {
  method: 'GET',
  path: 'groups/{id}',
  permissions: anyOf(...GROUP_READERS),
  units: 1,
  query: ['$select'],
  answer: (call): Answer => {
    const group = groupInPath(call);
    const names = selected(call.query, 'group', groupProperties);
    const context = `${call.root}/$metadata#groups${names === undefined ? '' : `(${names.join(',')})`}/$entity`;
    return { status: 200, body: { '@odata.context': context, ...showGroup(group, names, true) } };
  },
};

type Cast = 'user' | 'group';
type What = 'members' | 'transitiveMembers' | 'owners';

function memberRoute(what: What, cast?: Cast): GraphRoute {
  return {
    method: 'GET',
    path: `groups/{id}/${what}${cast === undefined ? '' : `/microsoft.graph.${cast}`}`,
    permissions: anyOf(...GROUP_READERS),
    units: UNITS[what],
    query: ['$select', '$top', '$count'],
    answer: (call) => listMembers(call, what, cast),
  };
}

const UNITS: Readonly<Record<What, number>> = { members: 3, transitiveMembers: 5, owners: 1 };

export const memberRoutes: readonly GraphRoute[] = [
  ...(['members', 'transitiveMembers'] as const).flatMap((what) => [
    memberRoute(what),
    memberRoute(what, 'user'),
    memberRoute(what, 'group'),
  ]),
  memberRoute('owners'),
];

/** The group that the path names. Throws a GraphError 404. */
function groupInPath(call: GraphCall): Group {
  const id = call.params['id'] ?? '';
  const group = call.world.directory.groups.get(id.toLowerCase());
  if (group === undefined) throw notFound(id);
  return group;
}

function listMembers(call: GraphCall, what: What, cast: Cast | undefined): Answer {
  const group = groupInPath(call);
  checkCount(call.query);
  if (cast !== undefined) demandAdvanced(call, `OData cast to microsoft.graph.${cast}`);
  const { directory } = call.world;
  const ids = what === 'owners' ? [...group.owners] : directory.membersOf(group.id, what === 'transitiveMembers');
  const members = ids
    .map((id) => directory.user(id) ?? directory.groups.get(id))
    .filter((member) => member !== undefined)
    .filter((member) => cast === undefined || cast === typeOf(member));
  const listing = `${what} ${group.id} ${cast ?? ''}`;
  const { page, next } = pageOf(members, () => true, startOf(call, listing), pageSize(call.query, 100, 999));
  const known = cast === 'user' ? USER_PROPERTIES : cast === 'group' ? groupProperties : undefined;
  const names = selected(call.query, cast ?? 'directoryObject', known ?? [...USER_PROPERTIES, ...groupProperties]);
  return {
    status: 200,
    body: {
      '@odata.context': `${call.root}/$metadata#${cast === undefined ? 'directoryObjects' : `${cast}s`}`,
      ...(isAdvanced(call) ? { '@odata.count': members.length } : {}),
      ...(next === undefined ? {} : { '@odata.nextLink': linkTo(call, listing, next) }),
      value: page.map((member) => showMember(call, member, names, cast === undefined)),
    },
  };
}

/** A member with its type and id, and null for what the token may not read. */
export function showMember(
  call: GraphCall,
  member: User | Group,
  names: readonly string[] | undefined,
  withType: boolean,
): Readonly<Record<string, unknown>> {
  const type = withType ? { '@odata.type': `#microsoft.graph.${typeOf(member)}` } : {};
  if (!('userPrincipalName' in member)) {
    const readable = holds(call, ...GROUP_READERS);
    return { ...type, id: member.id, ...showGroup(member, names, readable) };
  }
  const sight = holds(call, ...USER_READERS) ? 'all' : holds(call, 'User.ReadBasic.All') ? 'basic' : 'id';
  const own = names?.filter((name) => USER_PROPERTIES.includes(name));
  const view = { world: call.world, lagMs: call.world.switches.listReadLagMs };
  return { ...type, id: member.id, ...showUser(member, own, view, sight) };
}

function typeOf(member: User | Group): Cast {
  return 'userPrincipalName' in member ? 'user' : 'group';
}
