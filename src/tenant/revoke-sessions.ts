// Ends the sessions that an account has open: hardening after a block, and a permission of its own.
import type { Graph } from './graph.js';
import type { Pace } from './pace.js';
import { requestIdOf } from './upstream.js';

export type SessionsRevoked =
  | { readonly kind: 'revoked'; readonly microsoftRequestId: string | null }
  | { readonly kind: 'no-permission' };

/**
 * POST /users/{id}/revokeSignInSessions; any 2xx means accepted, with effect after some minutes ("Revoke sign-in sessions").
 * Doing it twice does no more than doing it once. Least permission User.RevokeSessions.All, which is optional: without it, or
 * where the account is out of the app's reach, the answer is `no-permission`.
 * @throws Refused upstream-* for anything else, rate-limited
 */
export async function revokeSessions(
  graph: Graph,
  writes: Pace,
  objectId: string,
  correlationId: string,
): Promise<SessionsRevoked> {
  await writes.turn();
  const answer = await graph.send({
    method: 'POST',
    path: `/users/${encodeURIComponent(objectId)}/revokeSignInSessions`,
    permission: 'User.RevokeSessions.All',
    correlationId,
    isReplayable: true,
    accept: [403],
  });
  if (answer.status === 403) return { kind: 'no-permission' };
  return { kind: 'revoked', microsoftRequestId: requestIdOf(answer) };
}
