// Writes one mailbox's outcome into its request, together with its entry in the record.
import type { RecordEvent } from '../audit/entry.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Work } from './ports.js';
import type { ItemOutcome, Request } from './request.js';
import { settle } from './transitions.js';

const EVENTS: Readonly<Record<ItemOutcome['kind'], RecordEvent>> = {
  written: 'mailbox.block-written',
  blocked: 'mailbox.block-verified',
  'already-blocked': 'mailbox.already-blocked',
  skipped: 'mailbox.skipped',
  failed: 'mailbox.block-failed',
};

/** Returns the request as it stands afterwards; null when it is not running any more. Another worker's outcome is never overwritten. */
export async function recordOutcome(
  requestId: string,
  objectId: string,
  outcome: ItemOutcome,
  doors: { readonly ledger: Ledger; readonly clock: Clock },
): Promise<Request | null> {
  for (;;) {
    const result = await doors.ledger.transaction((work) => tryOnce(requestId, objectId, outcome, work, doors.clock));
    if (result !== 'again') return result;
  }
}

async function tryOnce(
  requestId: string,
  objectId: string,
  outcome: ItemOutcome,
  work: Work,
  clock: Clock,
): Promise<Request | null | 'again'> {
  const request = await work.requests.load(requestId);
  if (request === null || request.state !== 'applying') return null;
  if (isSettled(request, objectId, outcome)) return request;
  const next = settle(request, objectId, outcome, clock.now());
  if (!(await work.requests.replace(next))) return 'again';
  const microsoftRequestId = 'microsoftRequestId' in outcome ? outcome.microsoftRequestId : null;
  const detail = 'why' in outcome ? { why: outcome.why } : {};
  await work.record.append(about(next, EVENTS[outcome.kind], BOT, { mailbox: objectId, microsoftRequestId, detail }));
  await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
  return next;
}

/** A lasting outcome stays; the same provisional one need not be written twice. */
function isSettled(request: Request, objectId: string, outcome: ItemOutcome): boolean {
  const before = request.items.find((item) => item.objectId === objectId)?.outcome ?? null;
  return before !== null && (before.kind !== 'written' || outcome.kind === 'written');
}
