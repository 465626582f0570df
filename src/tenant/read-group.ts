// Asks Entra what kind of group it is and who owns it: who, besides administrators, may change who is in it.
import type { Graph } from './graph.js';
import { flagAt, listAt, recordOf, textAt } from './json.js';
import { type GroupMember, membersIn } from './read-group-members.js';

export interface GroupFacts {
  readonly id: string;
  readonly displayName: string | null;
  /** "Unified" is a Microsoft 365 group, "DynamicMembership" one whose rule decides who is in it. */
  readonly groupTypes: readonly string[];
  readonly visibility: string | null;
  readonly isAssignableToRole: boolean | null;
}

/**
 * The group, or null when there is none.
 * GET /groups/{id}; least permission GroupMember.Read.All.
 * @throws Refused upstream-*
 */
export async function readGroup(graph: Graph, groupId: string, correlationId: string): Promise<GroupFacts | null> {
  const select = '$select=id,displayName,groupTypes,visibility,isAssignableToRole';
  const answer = await graph.send({
    method: 'GET',
    path: `/groups/${encodeURIComponent(groupId)}?${select}`,
    permission: 'GroupMember.Read.All',
    correlationId,
    accept: [404],
  });
  if (answer.status === 404) return null;
  const group = recordOf(answer.body);
  return {
    id: groupId,
    displayName: textAt(group, 'displayName'),
    groupTypes: (listAt(group, 'groupTypes') ?? []).filter((type) => typeof type === 'string'),
    visibility: textAt(group, 'visibility'),
    isAssignableToRole: flagAt(group, 'isAssignableToRole'),
  };
}

/**
 * Users who own the group. Graph names no owners of groups made in Exchange or synced from on premises, and no service
 * principals.
 * GET /groups/{id}/owners; least permission GroupMember.Read.All, with User.Read.All for anything beyond the ids.
 * @throws Refused upstream-*
 */
export async function readGroupOwners(
  graph: Graph,
  groupId: string,
  correlationId: string,
): Promise<readonly GroupMember[]> {
  return membersIn(
    graph.pages({
      method: 'GET',
      path: `/groups/${encodeURIComponent(groupId)}/owners?$select=id,displayName,accountEnabled,userType`,
      permission: 'GroupMember.Read.All',
      correlationId,
    }),
  );
}

/**
 * Object ids of the groups within the group, at any depth.
 * GET /groups/{id}/transitiveMembers/microsoft.graph.group; least permission GroupMember.Read.All.
 * @throws Refused upstream-*
 */
export async function readNestedGroups(
  graph: Graph,
  groupId: string,
  correlationId: string,
): Promise<readonly string[]> {
  const groups = await membersIn(
    graph.pages({
      method: 'GET',
      path: `/groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.group?$select=id&$top=999&$count=true`,
      headers: { ConsistencyLevel: 'eventual' },
      permission: 'GroupMember.Read.All',
      correlationId,
    }),
  );
  return groups.map(({ id }) => id);
}
