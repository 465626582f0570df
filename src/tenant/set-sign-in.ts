// Blocks or allows sign-in of one account: the only change to accounts that there is.
import type { Graph } from './graph.js';
import type { Pace } from './pace.js';
import { requestIdOf } from './upstream.js';

/** A write that Microsoft took; the next read may not show it yet. */
export interface Accepted {
  readonly microsoftRequestId: string | null;
}

/**
 * PATCH /users/{id} with accountEnabled; 204 means accepted. Doing it twice does no more than doing it once. Least permission
 * User.EnableDisableAccount.All together with User.Read.All, both ways ("Update user"); a 403 may also mean that the account
 * holds a role or is under restricted management.
 * @throws Refused upstream-*, rate-limited
 */
export async function setSignIn(
  graph: Graph,
  writes: Pace,
  { objectId, allowed }: { readonly objectId: string; readonly allowed: boolean },
  correlationId: string,
): Promise<Accepted> {
  await writes.turn();
  const answer = await graph.send({
    method: 'PATCH',
    path: `/users/${encodeURIComponent(objectId)}`,
    body: { accountEnabled: allowed },
    permission: 'User.EnableDisableAccount.All',
    correlationId,
    isUrgent: true,
    isReplayable: true,
  });
  return { microsoftRequestId: requestIdOf(answer) };
}
