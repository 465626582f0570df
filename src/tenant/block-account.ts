// Blocks sign-in of one account: the only write there is.
import type { Graph } from './graph.js';
import type { Pace } from './pace.js';
import { requestIdOf } from './upstream.js';

/**
 * PATCH /users/{id} with accountEnabled false; 204 means accepted, and the next read may not show it yet. Doing it twice does
 * no more than doing it once. Least permission User.EnableDisableAccount.All together with User.Read.All; a 403 may also
 * mean that the account holds a role or is under restricted management.
 * @throws Refused upstream-*, rate-limited
 */
export async function blockAccount(
  graph: Graph,
  writes: Pace,
  objectId: string,
  correlationId: string,
): Promise<{ readonly microsoftRequestId: string | null }> {
  await writes.turn();
  const answer = await graph.send({
    method: 'PATCH',
    path: `/users/${encodeURIComponent(objectId)}`,
    body: { accountEnabled: false },
    permission: 'User.EnableDisableAccount.All',
    correlationId,
    isUrgent: true,
    isReplayable: true,
  });
  return { microsoftRequestId: requestIdOf(answer) };
}
