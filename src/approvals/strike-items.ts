// An approver takes mailboxes off a pending request: the others go on, under approvals of the shorter list.
import { Refused } from '../failure.js';
import { type ChangeDoors, changeRequest } from './change-request.js';
import { isUnaltered } from './content-hash.js';
import { mustBeSeen } from './decide-request.js';
import { about, person } from './narrate.js';
import type { Request } from './request.js';
import { strike } from './transitions.js';
import type { Asking } from './withdraw-request.js';

export interface Striking extends Asking {
  readonly objectIds: readonly string[];
  /** Content hash of the list that was on the card; null for typed words. */
  readonly content: string | null;
}

/**
 * The caller has made sure that the person is an approver at this moment.
 * @throws Refused request-not-found, request-closed, request-changed, own-request, list-changed, strike-unknown, strike-all, busy
 */
export async function strikeItems(striking: Striking, doors: ChangeDoors): Promise<Request> {
  const { requestId, by, objectIds, content, correlationId } = striking;
  const change = {
    next(request: Request, now: string) {
      // A new hash over the rest would make an altered list look like one that was asked for.
      if (!isUnaltered(request)) throw new Refused({ kind: 'request-changed', requestId: request.id });
      mustBeSeen(request, content);
      return strike(request, by, objectIds, now);
    },
    entries: (next: Request, before: Request) =>
      next.items
        .filter((item, index) => item.outcome?.kind === 'struck' && before.items[index]?.outcome === null)
        .map((item) => about(next, 'mailbox.struck', person(by), { mailbox: item.objectId, correlationId })),
  };
  return changeRequest(requestId, change, doors);
}
