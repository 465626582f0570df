// Asks Entra which accounts hold a directory role, once for all of them.
import { Refused } from '../failure.js';
import type { Graph } from './graph.js';
import { recordOf, recordsIn, textAt } from './json.js';
import { readGroupMembers } from './read-group-members.js';

/** Object ids of role holders; or why they are not known. */
export type RoleHolders =
  | { readonly kind: 'read'; readonly holders: ReadonlySet<string> }
  | { readonly kind: 'not-permitted'; readonly permission: string };

/**
 * Users with an active assignment of any directory role, in any scope, members of role-assignable groups among them.
 * Eligible assignments (Privileged Identity Management) are not roles yet and do not count.
 * GET /roleManagement/directory/roleAssignments?$expand=principal; least permission RoleManagement.Read.Directory, and
 * GroupMember.Read.All where a group holds a role. Both are optional: without them roles are not checked, and the
 * 403 at the write is what protects.
 * @throws Refused upstream-* for anything but a missing permission
 */
export async function readRoleHolders(graph: Graph, correlationId: string): Promise<RoleHolders> {
  try {
    const { holders, groups } = await readPrincipals(graph, correlationId);
    for (const group of groups) {
      for (const member of await readGroupMembers(graph, group, correlationId)) holders.add(member.id);
    }
    return { kind: 'read', holders };
  } catch (error) {
    if (!(error instanceof Refused) || error.failure.kind !== 'upstream-denied') throw error;
    return { kind: 'not-permitted', permission: error.failure.permission };
  }
}

async function readPrincipals(
  graph: Graph,
  correlationId: string,
): Promise<{ readonly holders: Set<string>; readonly groups: ReadonlySet<string> }> {
  const holders = new Set<string>();
  const groups = new Set<string>();
  const pages = graph.pages({
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments?$expand=principal',
    permission: 'RoleManagement.Read.Directory',
    correlationId,
  });
  for await (const page of pages) {
    for (const assignment of recordsIn(page)) {
      const id = textAt(assignment, 'principalId')?.toLowerCase();
      const kind = textAt(recordOf(assignment['principal']), '@odata.type');
      if (id !== undefined) (kind === '#microsoft.graph.group' ? groups : holders).add(id);
    }
  }
  return { holders, groups };
}
