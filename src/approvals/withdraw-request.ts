// The requester takes a pending request back.
import { Refused } from '../failure.js';
import { about, person } from './narrate.js';
import type { Clock, Ledger } from './ports.js';
import type { Person, Request } from './request.js';
import { withdraw } from './transitions.js';

/** How often it is tried again when a decision was written in between. */
const ATTEMPTS = 5;

/** @throws Refused request-not-found, request-closed, not-requester, busy */
export async function withdrawRequest(
  asked: { readonly requestId: string; readonly by: Person; readonly correlationId: string },
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
): Promise<Request> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const withdrawn = await ledger.transaction(async (work) => {
      const request = await work.requests.load(asked.requestId);
      if (request === null) throw new Refused({ kind: 'request-not-found', said: asked.requestId });
      const next = withdraw(request, asked.by, clock.now());
      if (!(await work.requests.replace(next))) return null;
      const { correlationId } = asked;
      await work.record.append(about(next, 'request.withdrawn', person(asked.by), { correlationId }));
      await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
      return next;
    });
    if (withdrawn !== null) return withdrawn;
  }
  throw new Refused({ kind: 'busy' });
}
