// Changes a request by compare-and-set, with its entries of the record, in one transaction; tried again when another was faster.
import type { RecordEntry } from '../audit/entry.js';
import { Refused } from '../failure.js';
import type { Clock, Ledger, Work } from './ports.js';
import type { Request } from './request.js';

export interface ChangeDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** How often a change is tried again when another one was written in between. */
const ATTEMPTS = 5;

export interface Change {
  /** The request's next version. @throws Refused what does not allow it */
  next(request: Request, now: string): Request;
  /** What the record says of it. */
  entries(next: Request, before: Request): readonly RecordEntry[];
  /** What else is done in the same transaction. */
  also?(next: Request, work: Work): Promise<void>;
}

/** @throws Refused request-not-found, busy, and what the change does not allow */
export async function changeRequest(requestId: string, change: Change, doors: ChangeDoors): Promise<Request> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const changed = await doors.ledger.transaction((work) => changeOnce(requestId, change, work, doors.clock));
    if (changed !== null) return changed;
  }
  throw new Refused({ kind: 'busy' });
}

async function changeOnce(requestId: string, change: Change, work: Work, clock: Clock): Promise<Request | null> {
  const request = await work.requests.load(requestId);
  if (request === null) throw new Refused({ kind: 'request-not-found', said: requestId });
  const next = change.next(request, clock.now());
  if (!(await work.requests.replace(next))) return null;
  for (const entry of change.entries(next, request)) await work.record.append(entry);
  await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
  await change.also?.(next, work);
  return next;
}
