// The requester takes a pending request back.
import { type ChangeDoors, changeRequest } from './change-request.js';
import { about, person } from './narrate.js';
import type { Person, Request } from './request.js';
import { withdraw } from './transitions.js';

/** A person's word on a request. */
export interface Asking {
  readonly requestId: string;
  readonly by: Person;
  readonly correlationId: string;
}

/** @throws Refused request-not-found, request-closed, not-requester, busy */
export async function withdrawRequest({ requestId, by, correlationId }: Asking, doors: ChangeDoors): Promise<Request> {
  const change = {
    next: (request: Request, now: string) => withdraw(request, by, now),
    entries: (next: Request) => [about(next, 'request.withdrawn', person(by), { correlationId })],
  };
  return changeRequest(requestId, change, doors);
}
