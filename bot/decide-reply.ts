// The one path of a decision, whether it was typed or pressed.
import { decideRequest } from '../src/approvals/decide-request.js';
import { Refused } from '../src/failure.js';
import type { Reply, Turn } from './command.js';
import { adoptCopy, loadRequest, type RequestInput, showRequest } from './request-reply.js';
import type { Services } from './services.js';

/**
 * Decides and shows the request as it stands afterwards. Whoever comes late with a button gets the final card, not an error.
 * @throws Refused request-not-found, request-closed (typed), own-request, already-decided, deny-reason-missing
 */
export async function decide(
  verdict: 'approve' | 'deny',
  { requestId, reason, content }: RequestInput,
  turn: Turn,
  services: Services,
): Promise<Reply> {
  const before = await loadRequest(requestId, services);
  const audience = turn.place.kind === 'personal' ? 'approver' : 'place';
  await adoptCopy(before, audience, turn, services);
  const deciding = {
    requestId: before.id,
    by: turn.actor,
    verdict,
    reason,
    content,
    correlationId: turn.correlationId,
  };
  try {
    const after = await decideRequest(deciding, services.decide);
    return showRequest(after, audience, turn);
  } catch (error) {
    const isLate = error instanceof Refused && error.failure.kind === 'request-closed' && turn.cardActivityId !== null;
    if (!isLate) throw error;
    return showRequest(await loadRequest(before.id, services), audience, turn);
  }
}
