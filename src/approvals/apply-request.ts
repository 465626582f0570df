// Carries out an approved request: each mailbox is read again, acted on, and its outcome recorded, one after the other.
import { act, type DeedDoors } from './act.js';
import { finishRequest } from './finish-request.js';
import { about, BOT } from './narrate.js';
import type { Ledger, Requests } from './ports.js';
import { recordOutcome } from './record-outcome.js';
import type { Request, RequestItem } from './request.js';
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
 * Mailboxes in a row for which Microsoft gave no answer before the others are left for later too: then it is not about
 * them. A single one must not keep the others from being blocked.
 */
const MOST_UNANSWERED = 3;

/**
 * Runs an approved request as far as it goes; safe to call again at any time, on any instance.
 * @param signal aborted when the run was given to another: it then touches no further mailbox
 * @param after the mailbox behind which to begin, so that the same ones are not always asked for first
 * @throws the signal's reason
 */
export async function applyRequest(
  requestId: string,
  doors: ApplyDoors,
  signal: AbortSignal,
  after: string | null = null,
): Promise<void> {
  const started = await start(requestId, doors);
  if (started === null) return;
  const ran = await runThrough(started, { ...doors, run: doors.beginRun() }, signal, after);
  if (ran === null) return;
  const { request, last, wrote } = ran;
  const isOpen = request.items.some(({ outcome }) => outcome === null);
  const isWritten = request.items.some(({ outcome }) => outcome?.kind === 'written');
  if (!isOpen && !isWritten) return finishRequest(requestId, doors);
  await doors.ledger.transaction(async ({ jobs }) => {
    if (isOpen) {
      const again = { name: 'apply-request', requestId, ...(last !== null && { after: last }) } as const;
      await jobs.enqueue(again, { afterMs: AGAIN_MS });
    }
    if (!wrote && isOpen) return;
    const look = { name: 'verify-request', requestId, attempt: 0, upTo: doors.clock.now() } as const;
    await jobs.enqueue(look, { afterMs: FIRST_LOOK_MS });
  });
}

interface Ran {
  readonly request: Request;
  /** The last mailbox that was tried; null: none. */
  readonly last: string | null;
  readonly wrote: boolean;
}

/** Null when the request is not running any more. */
async function runThrough(
  started: Request,
  doors: ApplyDoors & DeedDoors,
  signal: AbortSignal,
  after: string | null,
): Promise<Ran | null> {
  let request = started;
  let last = after;
  let wrote = false;
  const unanswered: string[] = [];
  let inARow = 0;
  while (inARow < MOST_UNANSWERED) {
    const item = nextOf(request, last, unanswered);
    if (item === undefined) break;
    signal.throwIfAborted();
    last = item.objectId;
    const outcome = await act(request, item, doors);
    if (outcome === 'later') {
      unanswered.push(item.objectId);
      inARow += 1;
      continue;
    }
    inARow = 0;
    wrote ||= outcome.kind === 'written';
    const next = await recordOutcome(request.id, item.objectId, outcome, doors);
    if (next === null) return null;
    request = next;
  }
  return { request, last, wrote };
}

/** The next one without an outcome behind the last that was tried, and round again. */
function nextOf({ items }: Request, last: string | null, passed: readonly string[]): RequestItem | undefined {
  const begin = items.findIndex(({ objectId }) => objectId === last) + 1;
  const isNext = ({ outcome, objectId }: RequestItem): boolean => outcome === null && !passed.includes(objectId);
  return items.slice(begin).find(isNext) ?? items.slice(0, begin).find(isNext);
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
