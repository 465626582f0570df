// The first card in a new place: what this is and three things to try.
import type { Place } from '../../src/delivery/ports.js';
import { buttons, STEP } from './button.js';
import type { View } from './view.js';

const WHAT =
  'A shared, room, equipment or scheduling mailbox needs no account that can sign in: people open it with their own. I show which of these accounts can sign in, and block them after a second person has approved.';

/** The welcome card for a personal chat, a group chat or a channel. */
export function welcomeView(kind: Place['kind']): View<'welcome'> {
  const personal = kind === 'personal';
  return {
    card: 'welcome',
    summary: 'Mailbox Guard shows which mailboxes can sign in, and blocks them after a second person has approved.',
    data: {
      what: WHAT,
      hint: personal ? 'Type one of these, or press a button.' : 'Mention me and type one of these, or press a button.',
      commands: [
        { usage: 'list exposed', summary: 'the mailboxes that can sign in and should not' },
        { usage: 'status Reception', summary: 'one mailbox in full' },
        { usage: 'alerts here', summary: 'to be told when a mailbox can sign in that should not' },
        { usage: 'help', summary: 'all commands' },
      ],
      note: personal ? '' : 'Details of your tenant are shown here only after an approver has typed “admit here”.',
      // More titles than three do not fit a phone; "help" is among what can be typed.
      buttons: buttons(personal ? [STEP.list, STEP.alertsHere, STEP.requests] : [STEP.list, STEP.requests, STEP.help]),
    },
  };
}
