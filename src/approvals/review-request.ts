// Somebody who took no part in an urgent request looks at it after it ran.
import { type ChangeDoors, changeRequest } from './change-request.js';
import { about, person } from './narrate.js';
import { checkReason } from './reason.js';
import type { Request } from './request.js';
import { reviewed } from './transitions.js';
import type { Asking } from './withdraw-request.js';

/**
 * The caller has made sure that the person is an approver at this moment.
 * @throws Refused request-not-found, nothing-to-review, own-review, reason-missing, too-long, busy
 */
export async function reviewRequest(asking: Asking & { readonly note: string }, doors: ChangeDoors): Promise<Request> {
  const { requestId, by, correlationId } = asking;
  const note = checkReason(asking.note, null);
  const change = {
    next: (request: Request, now: string) => reviewed(request, by, note, now),
    entries: (next: Request) => [about(next, 'request.reviewed', person(by), { correlationId, detail: { note } })],
  };
  return changeRequest(requestId, change, doors);
}
