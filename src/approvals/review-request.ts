// Somebody who took no part in an urgent request looks at it after it ran; where there is nobody else, one of its approvers.
import { type Approver, ableFor } from './approver.js';
import { type ChangeDoors, changeRequest } from './change-request.js';
import { about, person } from './narrate.js';
import type { Requests } from './ports.js';
import { checkReason } from './reason.js';
import type { Request } from './request.js';
import { hadASay, reviewed } from './transitions.js';
import type { Asking } from './withdraw-request.js';

export interface ReviewDoors extends ChangeDoors {
  readonly requests: Pick<Requests, 'load'>;
  /** All members of the approvers group, read now. @throws Refused upstream-* */
  approvers(correlationId: string): Promise<readonly Approver[]>;
}

/**
 * The caller has made sure that the person is an approver at this moment.
 * @throws Refused request-not-found, nothing-to-review, own-review, reason-missing, too-long, busy, upstream-*
 */
export async function reviewRequest(asking: Asking & { readonly note: string }, doors: ReviewDoors): Promise<Request> {
  const { requestId, by, correlationId } = asking;
  const note = checkReason(asking.note, null);
  const isNobodyElse = await isAlone(asking, doors);
  const change = {
    next: (request: Request, now: string) => reviewed(request, by, { note, isNobodyElse }, now),
    entries: (next: Request) => {
      const detail = { note, tookPart: hadASay(next, by) };
      return [about(next, 'request.reviewed', person(by), { correlationId, detail })];
    },
  };
  return changeRequest(requestId, change, doors);
}

/** Asked only where it matters: for somebody who had a say. */
async function isAlone({ requestId, by, correlationId }: Asking, doors: ReviewDoors): Promise<boolean> {
  const request = await doors.requests.load(requestId);
  if (request === null || !hadASay(request, by)) return false;
  return freshEyes(request, await doors.approvers(correlationId)).length === 0;
}

/** Approvers who took no part. */
export function freshEyes(request: Request, members: readonly Approver[]): readonly Approver[] {
  return ableFor(request.requester, members).filter((one) => !hadASay(request, one));
}
