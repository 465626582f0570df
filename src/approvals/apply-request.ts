// Carries out an approved request: each mailbox is read again, acted on, and its outcome recorded, one after the other.
import { act, type DeedDoors } from './act.js';
import { finishRequest } from './finish-request.js';
import { about, BOT } from './narrate.js';
import type { Ledger, Requests } from './ports.js';
import { recordOutcome } from './record-outcome.js';
import type { Request } from './request.js';
import { begin } from './transitions.js';

export interface ApplyDoors extends Omit<DeedDoors, 'run'> {
  readonly ledger: Ledger;
  readonly requests: Requests;
  /** What one run reads once for all of its mailboxes; nothing is read yet. */
  beginRun(): DeedDoors['run'];
}

/** How long to wait before an unreachable Microsoft is asked again. */
const AGAIN_MS = 20_000;
/** How long a written change is given before it is read back for the first time. */
export const FIRST_LOOK_MS = 500;

/**
 * Runs an approved request as far as it goes; safe to call again at any time, on any instance.
 * @param signal aborted when the run was given to another: it then touches no further mailbox
 * @throws the signal's reason
 */
export async function applyRequest(requestId: string, doors: ApplyDoors, signal: AbortSignal): Promise<void> {
  const run = doors.beginRun();
  let request = await start(requestId, doors);
  while (request !== null) {
    const item = request.items.find((one) => one.outcome === null);
    if (item === undefined) break;
    signal.throwIfAborted();
    const outcome = await act(request, item, { ...doors, run });
    if (outcome === 'later') {
      await doors.ledger.transaction((work) =>
        work.jobs.enqueue({ name: 'apply-request', requestId }, { afterMs: AGAIN_MS }),
      );
      return;
    }
    request = await recordOutcome(requestId, item.objectId, outcome, doors);
  }
  if (request === null) return;
  if (request.items.some((item) => item.outcome?.kind === 'written')) {
    const job = { name: 'verify-request', requestId, attempt: 0 } as const;
    await doors.ledger.transaction((work) => work.jobs.enqueue(job, { afterMs: FIRST_LOOK_MS }));
    return;
  }
  await finishRequest(requestId, doors);
}

/** Claims an approved request, or resumes one that a stopped process left running. */
async function start(requestId: string, { ledger, clock }: ApplyDoors): Promise<Request | null> {
  return ledger.transaction(async (work) => {
    const request = await work.requests.load(requestId);
    if (request === null || request.state === 'applying') return request;
    const next = begin(request, clock.now());
    if (next === null || !(await work.requests.replace(next))) return null;
    await work.record.append(about(next, 'request.applying', BOT));
    await work.deliveries.touch({ kind: 'request', id: next.id }, next.version);
    return next;
  });
}
