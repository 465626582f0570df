// The one path of a decision, whether it was typed or pressed.
import { decideRequest } from '../src/approvals/decide-request.js';
import type { Audience } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import type { Reply, Turn } from './command.js';
import { sentenceFor } from './refusal.js';
import { adoptCopy, loadRequest, type RequestInput, showRequest } from './request-reply.js';
import type { Services } from './services.js';

/**
 * Decides and shows the request as it stands afterwards. Whoever comes late with a button gets the final card, and whose
 * card shows another list gets the one that stands, to decide on that: not an error.
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
    return await showRequest(after, audience, turn, services);
  } catch (error) {
    if (!(error instanceof Refused) || turn.cardActivityId === null) throw error;
    return late(error, before.id, audience, turn, services);
  }
}

async function late(
  error: Refused,
  requestId: string,
  audience: Audience,
  turn: Turn,
  services: Services,
): Promise<Reply> {
  const { kind } = error.failure;
  if (kind !== 'request-closed' && kind !== 'list-changed') throw error;
  const now = await loadRequest(requestId, services);
  if (kind === 'request-closed') return showRequest(now, audience, turn, services);
  return showRequest(now, 'approver', turn, services, { notice: sentenceFor(error.failure) });
}
