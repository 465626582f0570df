// Writes one mailbox's outcome into its request, together with its entry in the record.
import type { RecordEvent } from '../audit/entry.js';
import { markOnNotice } from './exemption-notice.js';
import { cutExemption } from './exemption-term.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ledger, Work } from './ports.js';
import type { ItemOutcome, Request } from './request.js';
import { settle } from './transitions.js';

/** What the record calls each outcome; of two names the first is for a block. */
const EVENTS: Readonly<Record<ItemOutcome['kind'], readonly [RecordEvent, RecordEvent?]>> = {
  struck: ['mailbox.struck'],
  written: ['mailbox.block-written', 'mailbox.unblock-written'],
  blocked: ['mailbox.block-verified'],
  unblocked: ['mailbox.unblock-verified'],
  'already-blocked': ['mailbox.already-blocked'],
  exempted: ['mailbox.exempted'],
  skipped: ['mailbox.skipped'],
  failed: ['mailbox.block-failed', 'mailbox.unblock-failed'],
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
  // What may still have been done by an earlier try stays noted: whoever tries again takes it for the bot's own.
  if (outcome.kind !== 'failed' || outcome.isUnconfirmed !== true) await work.writes.end(requestId, objectId);
  await keepExemptionTrue(request, next, outcome, objectId, work);
  const microsoftRequestId = 'microsoftRequestId' in outcome ? outcome.microsoftRequestId : null;
  await work.record.append(
    about(next, eventOf(next, outcome), BOT, {
      mailbox: objectId,
      microsoftRequestId,
      detail: detailOf(next, outcome),
    }),
  );
  await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
  return next;
}

function eventOf({ action }: Request, { kind }: ItemOutcome): RecordEvent {
  const [first, other] = EVENTS[kind];
  return action === 'block' ? first : (other ?? first);
}

function detailOf({ until }: Request, outcome: ItemOutcome) {
  if ('why' in outcome) return { why: outcome.why };
  return {
    ...('sessions' in outcome && outcome.sessions !== undefined && { sessions: outcome.sessions }),
    ...(until !== null && { until }),
  };
}

/** A block ends the exemption of its mailbox; what certainly came to nothing must not leave one behind. */
async function keepExemptionTrue(
  before: Request,
  { action, id, changedAt }: Request,
  outcome: ItemOutcome,
  objectId: string,
  work: Work,
): Promise<void> {
  if (action === 'block') {
    if (outcome.kind === 'written' || outcome.kind === 'already-blocked') {
      await cutExemption(objectId, changedAt, 'blocked', work);
    }
    const last = await work.exemptions.last(objectId);
    const isBlocked = outcome.kind === 'blocked' || outcome.kind === 'already-blocked';
    if (last !== null && isBlocked) await markOnNotice(last, 'blocked', work);
    return;
  }
  const running = await work.exemptions.running(objectId);
  if (running?.requestId === id && isInVain(before, objectId, outcome)) {
    await cutExemption(objectId, changedAt, 'not-unblocked', work);
  }
}

/** Where Microsoft took the change, or may have, the exemption stays whatever was read since: at its end sign-in is blocked again. */
function isInVain({ action, items }: Request, objectId: string, outcome: ItemOutcome): boolean {
  if (action === 'exempt') return outcome.kind === 'failed' || outcome.kind === 'skipped';
  const wasWritten = items.some((item) => item.objectId === objectId && item.outcome?.kind === 'written');
  const isCertain = outcome.kind === 'failed' && outcome.isUnconfirmed !== true && outcome.isUntried !== true;
  return isCertain && !wasWritten;
}

/** A lasting outcome stays; the same provisional one need not be written twice. */
function isSettled(request: Request, objectId: string, outcome: ItemOutcome): boolean {
  const before = request.items.find((item) => item.objectId === objectId)?.outcome ?? null;
  return before !== null && (before.kind !== 'written' || outcome.kind === 'written');
}
