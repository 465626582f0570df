// Asks Entra who belongs to a group.
import type { Graph } from './graph.js';
import { flagAt, recordsIn, textAt } from './json.js';

/** A person in a group; what Graph did not return is null. */
export interface GroupMember {
  readonly id: string;
  readonly displayName: string | null;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
}

/**
 * Every user in the group, directly or through other groups.
 * GET /groups/{id}/transitiveMembers/microsoft.graph.user; least permission GroupMember.Read.All, with User.Read.All for
 * anything beyond the ids.
 * @throws Refused upstream-*; also when the group does not exist
 */
export async function readGroupMembers(
  graph: Graph,
  groupId: string,
  correlationId: string,
): Promise<readonly GroupMember[]> {
  const pages = graph.pages({
    method: 'GET',
    path: `/groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user?$select=id,displayName,accountEnabled,userType&$top=999&$count=true`,
    // A cast of transitive members is an advanced query ("Advanced query capabilities"): a change may take a moment to show.
    headers: { ConsistencyLevel: 'eventual' },
    permission: 'GroupMember.Read.All',
    correlationId,
  });
  return membersIn(pages);
}

/** Each object on the pages once, as far as it is a person. */
export async function membersIn(pages: AsyncIterable<readonly unknown[]>): Promise<readonly GroupMember[]> {
  const members = new Map<string, GroupMember>();
  for await (const page of pages) {
    for (const user of recordsIn(page)) {
      const id = textAt(user, 'id')?.toLowerCase();
      if (id === undefined) continue;
      members.set(id, {
        id,
        displayName: textAt(user, 'displayName'),
        accountEnabled: flagAt(user, 'accountEnabled'),
        userType: textAt(user, 'userType'),
      });
    }
  }
  return [...members.values()];
}
