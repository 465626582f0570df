// What Entra's own audit log adds to the time line of a mailbox: changes of sign-in that were made outside of the bot.
import type { CardData } from '../../cards/index.js';
import type { SignInChange } from '../../src/mailboxes/enabling.js';
import { enabler, WHY_NOT } from './finding-words.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment, number } from './when.js';
import type { Sign } from './words.js';

/** What came of asking Entra. */
export type Outside =
  | { readonly kind: 'read'; readonly changes: readonly SignInChange[]; readonly newerAt: string | null }
  | { readonly kind: 'asking' }
  | { readonly kind: 'not-known'; readonly why: 'no-permission' | 'unavailable' };

/** Who changed an account in the admin center stands in Entra's own audit log. */
export function outsideSentence(outside: Outside | null): string {
  switch (outside?.kind) {
    case undefined:
      return 'What was done outside of this bot is not in its record.';
    case 'asking':
      return 'Entra is asked who allowed or blocked sign-in outside of this bot.';
    case 'not-known':
      return `Who allowed or blocked sign-in outside of this bot is not known: ${WHY_NOT[outside.why]}.`;
    case 'read':
      return 'What was done outside of this bot comes from Entra’s audit log, which tells it minutes later and keeps it for 7 to 30 days.';
  }
}

export function outsideLine(count: number, left: number): string {
  if (count === 0) return '';
  const more = left === 0 ? '' : `, and ${number(left)} more that are not shown`;
  return ` ${counted(count, 'change', 'changes')} from Entra’s audit log${more}.`;
}

type Row = CardData['audit']['rows'][number];

const BAD: Sign = { mark: '✕', tone: 'attention' };
const ALLOWED: Sign = { mark: '⚠', tone: 'attention' };
const BLOCKED: Sign = { mark: '•', tone: 'default' };

/** A change as a row among the entries of the record. */
export function outsideRow({ to, at, by, isOwn, correlationId }: SignInChange, reader: Reader): Row {
  const trace = onCard(correlationId ?? '', 64);
  const told = {
    number: 'Entra’s audit log',
    when: moment(at, reader),
    about: '',
    trace: trace === '' ? '' : `Microsoft’s correlation id: ${trace}`,
  };
  if (isOwn)
    return { ...told, ...BAD, what: `Sign-in ${to} with this bot’s identity`, who: 'not known who', detail: FOREIGN };
  const sign = to === 'allowed' ? ALLOWED : BLOCKED;
  return { ...told, ...sign, what: `Sign-in ${to} outside of this bot`, who: onCard(enabler(by), 160), detail: '' };
}

const FOREIGN =
  'This record has no entry about it. Find out whether another installation did it, or somebody who can use that identity.';
