// Writes one mailbox's outcome into its request, together with its entry in the record.
import type { RecordEvent } from '../audit/entry.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger } from './ports.js';
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
    const result = await doors.ledger.transaction(async (work) => {
      const request = await work.requests.load(requestId);
      if (request === null || request.state !== 'applying') return null;
      const before = request.items.find((item) => item.objectId === objectId)?.outcome ?? null;
      if (before !== null && before.kind !== 'written') return request;
      if (before?.kind === outcome.kind) return request;
      const next = settle(request, objectId, outcome, doors.clock.now());
      if (!(await work.requests.replace(next))) return 'again' as const;
      const microsoftRequestId = 'microsoftRequestId' in outcome ? outcome.microsoftRequestId : null;
      const detail = 'why' in outcome ? { why: outcome.why } : {};
      await work.record.append(
        about(next, EVENTS[outcome.kind], BOT, { mailbox: objectId, microsoftRequestId, detail }),
      );
      await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
      return next;
    });
    if (result !== 'again') return result;
  }
}
