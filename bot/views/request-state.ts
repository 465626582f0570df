// The headline of a request in each of its states, and what happens next.
import type { ItemOutcome, Request, RequestState } from '../../src/approvals/request.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';
import type { Sign } from './words.js';

const WORD: Readonly<Record<RequestState, string>> = {
  pending: 'pending approval',
  approved: 'approved, blocking next',
  applying: 'approved, blocking now',
  done: 'blocked',
  failed: 'not blocked in full',
  denied: 'denied',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

/** A state in the middle of a sentence. */
export function requestStateWord(state: RequestState): string {
  return WORD[state];
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
  const { state, rules, decisions } = request;
  const sign = SIGN[state];
  if (state === 'failed') return { ...sign, text: howFar(request) };
  if (state === 'pending' && rules.quorum > 1) {
    return { ...sign, text: `Pending approval (${decisions.length} of ${rules.quorum})` };
  }
  const word = WORD[state];
  return { ...sign, text: `${word.charAt(0).toUpperCase()}${word.slice(1)}` };
}

/** A write that nobody could read back is not called a failure: the mailbox may well be blocked. */
function howFar(request: Request): string {
  if (blockedIn(request) > 0) return 'Partly blocked';
  const open = request.items.some(({ outcome }) => outcome?.kind === 'failed' && outcome.isUnconfirmed === true);
  return open ? 'Not confirmed' : 'Not blocked';
}

/** How many of its mailboxes are blocked now. */
export function blockedIn({ items }: Request): number {
  return items.filter(({ outcome }) => isBlocked(outcome)).length;
}

function isBlocked(outcome: ItemOutcome | null): boolean {
  return outcome?.kind === 'blocked' || outcome?.kind === 'already-blocked';
}

/** What happens next, or what came of it, in one or two sentences. */
export function whatIsNext(request: Request, reader: Reader): string {
  const { state, items, expiresAt, runBy } = request;
  const all = counted(items.length, 'mailbox', 'mailboxes');
  switch (state) {
    case 'pending':
      return `${waitingFor(request)} ${toldOf(request)}Without an answer it expires on ${moment(expiresAt, reader)}. Nothing changes until it is approved.`;
    case 'approved':
      return `Each mailbox is read again and blocked if nothing has changed${runBy === null ? '' : `, at the latest on ${moment(runBy, reader)}`}.`;
    case 'applying':
      return `${blockedIn(request)} of ${all} blocked and read back so far.`;
    case 'done':
      return `${allOf(items.length)} blocked and read back. New sign-ins fail at once; sessions that are open end within 60 to 90 minutes.`;
    case 'failed':
      return `${blockedIn(request)} of ${all} blocked. Look at the others below, then ask for them again.`;
    case 'denied':
      return 'Nothing was changed. Talk to the person who denied it before you ask again.';
    case 'expired':
      return 'Nobody decided in time, and silence is refusal: nothing was changed. Ask again if it is still needed.';
    case 'withdrawn':
      return 'The requester took it back. Nothing was changed.';
  }
}

function waitingFor({ rules, decisions }: Request): string {
  const missing = rules.quorum - decisions.length;
  return missing === 1 ? 'Waiting for one approver.' : `Waiting for ${missing} approvers.`;
}

/** Whether anyone is there to decide: a request that nobody hears of must not look as if it were on its way. */
function toldOf({ reach, rules, decisions }: Request): string {
  if (reach === null) return '';
  const { approvers, told } = reach;
  if (told === 0)
    return 'No approver has been told yet. If it stays so, none has opened a chat with me: ask one to write to me. ';
  const few = told < rules.quorum - decisions.length ? ', fewer than it needs. Ask the others to write to me' : '';
  return `${told} of ${counted(approvers, 'approver')} ${told === 1 ? 'was' : 'were'} told${few}. `;
}

function allOf(count: number): string {
  if (count === 1) return 'The mailbox is';
  return count === 2 ? 'Both mailboxes are' : `All ${counted(count, 'mailbox', 'mailboxes')} are`;
}
