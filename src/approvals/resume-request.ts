// Runs what failed of an approved request once more, while its approval holds.
import { type ChangeDoors, changeRequest } from './change-request.js';
import { about, person } from './narrate.js';
import type { Work } from './ports.js';
import type { Request } from './request.js';
import { resume } from './transitions.js';
import type { Asking } from './withdraw-request.js';

/** @throws Refused request-not-found, not-resumable, busy */
export async function resumeRequest({ requestId, by, correlationId }: Asking, doors: ChangeDoors): Promise<Request> {
  const change = {
    next: resume,
    entries: (next: Request) => {
      const detail = { mailboxes: next.items.filter(({ outcome }) => outcome === null).length };
      return [about(next, 'request.resumed', person(by), { correlationId, detail })];
    },
    also: (next: Request, work: Work) => work.jobs.enqueue({ name: 'apply-request', requestId: next.id }),
  };
  return changeRequest(requestId, change, doors);
}
