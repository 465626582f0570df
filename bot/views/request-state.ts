// The headline of a request in each of its states, and what happens next.
import { canAskAnew } from '../../src/approvals/left-over.js';
import type { Request, RequestItem, RequestState } from '../../src/approvals/request.js';
import { approvalsOf, canResume, isFulfilled, isStanding } from '../../src/approvals/transitions.js';
import { ACTION_WORDS } from './action-words.js';
import { toldOf } from './reach-words.js';
import { sessionsOf } from './session-words.js';
import type { Reader } from './view.js';
import { counted, moment, number } from './when.js';
import type { Sign } from './words.js';

type Stated = Pick<Request, 'state' | 'action' | 'follows'>;

/** A state in the middle of a sentence. */
export function requestStateWord({ state, action, follows }: Stated): string {
  const words = ACTION_WORDS[action];
  switch (state) {
    case 'pending':
      return 'pending approval';
    case 'approved':
      return follows === null ? `approved, ${words.next}` : `agreed before, ${words.next}`;
    case 'applying':
      return follows === null ? `approved, ${words.now}` : `agreed before, ${words.now}`;
    case 'done':
      return words.done;
    case 'failed':
      return `not ${words.done} in full`;
    default:
      return state;
  }
}

const SIGN: Readonly<Record<RequestState, Sign>> = {
  pending: { mark: '⏳', tone: 'accent' },
  approved: { mark: '✓', tone: 'accent' },
  applying: { mark: '✓', tone: 'accent' },
  done: { mark: '✓', tone: 'good' },
  failed: { mark: '⚠', tone: 'attention' },
  denied: { mark: '✕', tone: 'attention' },
  expired: { mark: '–', tone: 'warning' },
  withdrawn: { mark: '–', tone: 'warning' },
};

export interface Headline extends Sign {
  readonly text: string;
}

/** The state of a request as a headline; a finished one says how far it came. */
export function headlineOfRequest(request: Request): Headline {
  const { state, rules, isUrgent } = request;
  const isPressing = isUrgent && state === 'pending';
  const sign: Sign = isPressing ? { ...SIGN[state], tone: 'attention' } : SIGN[state];
  if (state === 'failed') return { ...sign, text: howFar(request) };
  const urgent = isPressing ? 'Urgent: ' : '';
  if (state === 'pending' && rules.quorum > 1) {
    return { ...sign, text: capital(`${urgent}pending approval (${approvalsOf(request).length} of ${rules.quorum})`) };
  }
  return { ...sign, text: capital(`${urgent}${requestStateWord(request)}`) };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A write that nobody could read back is not called a failure: the mailbox may well be as wanted. */
function howFar(request: Request): string {
  const { partly, not } = ACTION_WORDS[request.action];
  if (fulfilledIn(request) > 0) return partly;
  const open = request.items.some(isUnconfirmed);
  return open ? 'Not confirmed' : not;
}

function isUnconfirmed({ outcome }: RequestItem): boolean {
  return outcome?.kind === 'failed' && outcome.isUnconfirmed === true;
}

function fulfilledIn({ items }: Request): number {
  return items.filter(isFulfilled).length;
}

/** What happens next, or what came of it, in one or two sentences. */
export function whatIsNext(request: Request, reader: Reader): string {
  const { state, action, items, expiresAt, runBy } = request;
  const standing = items.filter(isStanding).length;
  const all = counted(standing, 'mailbox', 'mailboxes');
  const { done } = ACTION_WORDS[action];
  switch (state) {
    case 'pending':
      return [
        waitingFor(request),
        toldOf(request),
        `Without an answer it expires on ${moment(expiresAt, reader)}. Nothing changes until it is approved.`,
      ]
        .filter((part) => part !== '')
        .join(' ');
    case 'approved':
      return `Each mailbox is read again and ${done} if nothing has changed${runBy === null ? '' : `, at the latest on ${moment(runBy, reader)}`}.`;
    case 'applying':
      return `${fulfilledIn(request)} of ${all} ${done} and read back so far.`;
    case 'done':
      return whatWasDone(request, standing, reader);
    case 'failed':
      return `${fulfilledIn(request)} of ${all} ${done}${whatRemains(request)}. ${whatToDo(request, reader)}`;
    case 'denied':
      return 'Nothing was changed. Talk to the person who denied it before you ask again.';
    case 'expired':
      return `Nobody decided in time, and silence is refusal: nothing was changed. “anew ${request.id}” makes a preview with the same reason, if it is still needed.`;
    case 'withdrawn':
      return 'The requester took it back. Nothing was changed.';
  }
}

function whatWasDone({ action, until, items }: Request, count: number, reader: Reader): string {
  const ends = until === null ? '' : moment(until, reader);
  switch (action) {
    case 'block':
      return `${allOf(count)} blocked and read back. ${capital(sessionsOf(items))}.`;
    case 'unblock':
      return `${allOf(count)} unblocked and read back. Sign-in is allowed until ${ends}; then it is blocked again.`;
    case 'exempt':
      return `${allOf(count)} exempt until ${ends}. Until then watching goes on; after that ${count === 1 ? 'it' : 'each'} counts as any other that can sign in.`;
  }
}

/** Also where not all were blocked, those that were may have sessions open. */
function whatRemains({ action, items }: Request): string {
  const sessions = action === 'block' ? sessionsOf(items) : '';
  return sessions === '' ? '' : `: ${sessions}`;
}

/** How many came out otherwise, and the two ways on; each mailbox says what to do about it. */
function whatToDo(request: Request, reader: Reader): string {
  const { items } = request;
  const unconfirmed = items.filter(isUnconfirmed).length;
  const failed = items.filter(({ outcome }) => outcome?.kind === 'failed').length - unconfirmed;
  const skipped = items.filter(({ outcome }) => outcome?.kind === 'skipped').length;
  const came = [
    failed === 0 ? '' : `${number(failed)} failed`,
    unconfirmed === 0 ? '' : `${number(unconfirmed)} could not be confirmed`,
    skipped === 0 ? '' : `${number(skipped)} ${skipped === 1 ? 'was' : 'were'} left alone`,
  ].filter((part) => part !== '');
  const ways = [
    canResume(request, reader.now)
      ? `“Run again” runs what failed under this approval until ${moment(request.runBy ?? '', reader)}.`
      : '',
    canAskAnew(request, reader.now) ? '“Ask anew” makes a preview of what is left, with the same reason.' : '',
  ].filter((part) => part !== '');
  const below = failed + unconfirmed + skipped === 1 ? 'it says below' : 'each says below';
  return `${came.join(', ')}; ${below} why, and what to do. ${ways.join(' ')}`;
}

function waitingFor(request: Request): string {
  const missing = request.rules.quorum - approvalsOf(request).length;
  return missing === 1 ? 'Waiting for one approver.' : `Waiting for ${missing} approvers.`;
}

function allOf(count: number): string {
  if (count === 1) return 'The mailbox is';
  return count === 2 ? 'Both mailboxes are' : `All ${counted(count, 'mailbox', 'mailboxes')} are`;
}
