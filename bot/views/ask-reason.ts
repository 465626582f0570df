// Asks why, when a block was typed without a reason.
import type { Mailbox } from '../../src/mailboxes/mailbox.js';
import { identity, keyOf } from './identity.js';
import { onCard } from './plain.js';
import type { View } from './view.js';
import { counted, number } from './when.js';
import { typeWord } from './words.js';

const MOST_SHOWN = 10;

export interface AskReasonFacts {
  /** Those to be blocked. */
  readonly mailboxes: readonly Pick<Mailbox, 'objectId' | 'displayName' | 'address' | 'type'>[];
  /** The form that reasons must have here, as a regular expression; null where any will do. */
  readonly pattern: string | null;
}

/** The mailboxes and a field for the reason. The button sends their object ids (or addresses), with commas between them. */
export function askReasonView({ mailboxes, pattern }: AskReasonFacts): View<'ask-reason'> {
  const [first] = mailboxes;
  const what =
    mailboxes.length === 1 && first !== undefined ? 'this mailbox' : counted(mailboxes.length, 'mailbox', 'mailboxes');
  const headline = `Why should ${what} be blocked?`;
  const left = mailboxes.length - MOST_SHOWN;
  return {
    card: 'ask-reason',
    summary: headline,
    data: {
      headline,
      items: mailboxes.slice(0, MOST_SHOWN).map((mailbox) => ({ ...identity(mailbox), about: typeWord(mailbox.type) })),
      more: left > 0 ? `And ${number(left)} more.` : '',
      hint: pattern === null ? '' : `Reasons here have this form: ${onCard(pattern, 200)}`,
      effect: 'Nothing changes yet: an approver other than you decides.',
      mailbox: mailboxes.map(keyOf).join(','),
    },
  };
}
