// Which mailbox did you mean: the ones a name fits, each a button.
import type { MailboxChoice } from '../../src/failure.js';
import { identity, keyOf, shortName } from './identity.js';
import { onCard, plain } from './plain.js';
import type { Verb } from './verbs.js';
import type { View } from './view.js';
import { counted } from './when.js';
import { typeWord } from './words.js';

const MOST_CHOICES = 10;

export interface ChoicesFacts {
  /** What the person typed. */
  readonly said: string;
  readonly choices: readonly MailboxChoice[];
  /** How many more fit. */
  readonly more: number;
  /** The command that goes on with the chosen one. */
  readonly verb: Verb;
  /** What was given as the reason so far, where the command needs one; null where it needs none. */
  readonly reason: string | null;
}

/** Offers the mailboxes that a name fits; a choice sends the object id (or address), never the name. */
export function choicesView({ said, choices, more, verb, reason }: ChoicesFacts): View<'choices'> {
  const shown = choices.slice(0, MOST_CHOICES);
  const left = more + choices.length - shown.length;
  const sentence = `More than one mailbox fits “${onCard(said, 100)}”.`;
  return {
    card: 'choices',
    summary: `More than one mailbox fits “${plain(said, 100)}”. Choose one.`,
    data: {
      said: sentence,
      verb,
      asksReason: reason !== null,
      reason: plain(reason ?? '', 500, 2000),
      rows: shown.map(row),
      more: left > 0 ? `${counted(left, 'more fits', 'more fit')}: type more of the name, or the address.` : '',
    },
  };
}

function row(choice: MailboxChoice): View<'choices'>['data']['rows'][number] {
  return {
    ...identity(choice),
    about: typeWord(choice.type),
    title: `Choose ${shortName(choice)}`,
    mailbox: keyOf(choice),
  };
}
