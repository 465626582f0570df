// Asks Entra whether a person belongs to a group, at the moment it matters.
import type { Graph } from './graph.js';
import { listAt, recordOf } from './json.js';

/**
 * Whether the user is a member, directly or through other groups. Read fresh each time; anything but a clear yes is no,
 * and an error is an error, never a yes.
 * POST /users/{id}/checkMemberGroups; least permissions User.Read.All and GroupMember.Read.All.
 * @throws Refused upstream-*
 */
export async function checkMembership(
  graph: Graph,
  objectId: string,
  groupId: string,
  correlationId: string,
): Promise<boolean> {
  const answer = await graph.send({
    method: 'POST',
    path: `/users/${encodeURIComponent(objectId)}/checkMemberGroups`,
    body: { groupIds: [groupId] },
    permission: 'GroupMember.Read.All',
    correlationId,
    isUrgent: true,
    isReplayable: true,
    accept: [404],
  });
  if (answer.status === 404) return false;
  const groups = listAt(recordOf(answer.body), 'value') ?? [];
  return groups.some((id) => typeof id === 'string' && id.toLowerCase() === groupId.toLowerCase());
}
