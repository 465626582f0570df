// Asks for what was left unsaid: why, and until when where the change ends.
import type { RequestAction } from '../../src/approvals/request.js';
import type { Mailbox } from '../../src/mailboxes/mailbox.js';
import { typedTime } from '../wall-time.js';
import { identity, keyOf } from './identity.js';
import { onCard, plain } from './plain.js';
import type { Reader, View } from './view.js';
import { counted, number } from './when.js';
import { typeWord } from './words.js';

const MOST_SHOWN = 10;

export interface AskFacts {
  readonly action: RequestAction;
  readonly mailboxes: readonly Pick<Mailbox, 'objectId' | 'displayName' | 'address' | 'type'>[];
  /** What was said already. */
  readonly reason: string;
  /** ISO 8601, UTC; null when no end was said. */
  readonly until: string | null;
  /** Who was named to answer for it, as it was said; empty for nobody. */
  readonly owner: string;
  readonly reader: Reader;
  /** The form that reasons must have here, as a regular expression; null where any will do. */
  readonly pattern: string | null;
}

const QUESTION: Readonly<Record<RequestAction, (what: string) => string>> = {
  block: (what) => `Why should ${what} be blocked?`,
  unblock: (what) => `Until when, and why, should ${what} be allowed to sign in?`,
  exempt: (what) => `Until when, and why, should ${what} be exempt?`,
};

/** The mailboxes and fields for the rest. The button sends their object ids (or addresses), with commas between them. */
export function askView({ action, mailboxes, reason, until, owner, reader, pattern }: AskFacts): View<'ask'> {
  const [first] = mailboxes;
  const what =
    mailboxes.length === 1 && first !== undefined ? 'this mailbox' : counted(mailboxes.length, 'mailbox', 'mailboxes');
  const headline = QUESTION[action](what);
  const left = mailboxes.length - MOST_SHOWN;
  return {
    card: 'ask',
    summary: headline,
    data: {
      headline,
      items: mailboxes.slice(0, MOST_SHOWN).map((mailbox) => ({ ...identity(mailbox), about: typeWord(mailbox.type) })),
      more: left > 0 ? `And ${number(left)} more.` : '',
      asksUntil: action !== 'block',
      until: until === null ? '' : typedTime(until, reader.timeZone),
      owner: plain(owner, 320),
      reason: plain(reason, 500),
      hint: pattern === null ? '' : `Reasons here have this form: ${onCard(pattern, 200)}`,
      effect: 'Nothing changes yet: you see a preview first, and an approver other than you decides.',
      verb: action,
      mailbox: mailboxes.map(keyOf).join(','),
    },
  };
}
