// The words for what a request does: in titles, headlines and rows.
import type { Request, RequestAction } from '../../src/approvals/request.js';

interface Words {
  /** "block sign-in of 2 mailboxes": the subject is the mailbox's name or a count. */
  readonly what: (subject: string) => string;
  /** "block 2 mailboxes", in a list. */
  readonly short: string;
  /** While it runs and when all is as wanted. */
  readonly next: string;
  readonly now: string;
  readonly done: string;
  readonly partly: string;
  readonly not: string;
}

/** One set of words an action. */
export const ACTION_WORDS: Readonly<Record<RequestAction, Words>> = {
  block: {
    what: (subject) => `block sign-in of ${subject}`,
    short: 'block',
    next: 'blocking next',
    now: 'blocking now',
    done: 'blocked',
    partly: 'Partly blocked',
    not: 'Not blocked',
  },
  unblock: {
    what: (subject) => `allow sign-in of ${subject} for a time`,
    short: 'unblock',
    next: 'unblocking next',
    now: 'unblocking now',
    done: 'unblocked',
    partly: 'Partly unblocked',
    not: 'Not unblocked',
  },
  exempt: {
    what: (subject) => `exempt ${subject} from blocking`,
    short: 'exempt',
    next: 'exempting next',
    now: 'exempting now',
    done: 'exempted',
    partly: 'Partly exempted',
    not: 'Not exempted',
  },
};

/** What the request does to its mailboxes, as a title says it. */
export function whatItDoes({ action, follows }: Pick<Request, 'action' | 'follows'>, subject: string): string {
  return follows === null
    ? ACTION_WORDS[action].what(subject)
    : `block again, as agreed in request ${follows}, sign-in of ${subject}`;
}
