// Anew: makes a preview of what a request left undone, with the same reason.
import { canAskAnew, leftOver } from '../../src/approvals/left-over.js';
import { mailboxesAgain } from '../../src/approvals/mailboxes-again.js';
import type { Request } from '../../src/approvals/request.js';
import { isFinal } from '../../src/approvals/transitions.js';
import { Refused } from '../../src/failure.js';
import { askFor } from '../ask.js';
import { command } from '../command.js';
import { loadRequest, type RequestInput, requestFromCard, requestFromText } from '../request-reply.js';

export const anew = command<RequestInput>({
  name: 'anew',
  aliases: [],
  usage: '<id>',
  summary: 'Ask anew for what a request left undone, or that nobody decided.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId }, turn, services) {
    const request = await loadRequest(requestId, services);
    const { action, reason, owner, isUrgent, id } = request;
    const now = services.clock.now();
    if (!canAskAnew(request, now)) {
      const why = whyNotAnew(request);
      throw new Refused({ kind: 'nothing-to-ask', action, reasons: [`Request ${id} ${why}.`] });
    }
    const doors = { ...services.fresh, ...services.store };
    const { mailboxes, leftOut } = await mailboxesAgain(leftOver(request), turn.correlationId, doors);
    if (mailboxes.length === 0) throw new Refused({ kind: 'nothing-to-ask', action, reasons: leftOut });
    const isOver = request.until !== null && Date.parse(request.until) <= Date.parse(now);
    const until = isOver ? null : request.until;
    const asked = { action, mailboxes, leftOut, reason, owner, until, isUrgent };
    return askFor({ ...asked, ownerSaid: owner?.objectId ?? '' }, turn, services);
  },
});

function whyNotAnew(request: Request): string {
  if (leftOver(request).length > 0) return 'can still run again: press Run again';
  if (request.state === 'denied')
    return 'was denied: talk to the person who did, then ask with a reason that answers theirs';
  return isFinal(request) ? 'left nothing undone' : 'is not over yet';
}
