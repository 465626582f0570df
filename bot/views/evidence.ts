// What is known of an account's own use, and what a block would stop.
import type { AssessedMailbox, SignInHistory } from '../../src/mailboxes/mailbox.js';
import { isTeamsRoomsSku } from '../../src/mailboxes/teams-rooms-licences.js';
import { onCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, momentAndAge } from './when.js';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Lines on sign-ins, password and age of the account; what the tenant does not tell is "not known", with why. */
export function evidenceOf(
  { account }: AssessedMailbox,
  history: SignInHistory | null,
  reader: Reader,
): readonly Fact[] {
  return [
    { label: 'Own sign-in', value: ownSignIn(history, reader) },
    { label: 'Password set', value: orNotKnown(account?.passwordChangedAt, reader) },
    { label: 'Created', value: orNotKnown(account?.createdAt, reader) },
    { label: 'Licences', value: account === null ? 'not known' : licences(account.skuIds) },
  ];
}

/** Whether someone used the account's own password: delegates sign in as themselves, so a success means just that. */
export function ownSignIn(history: SignInHistory | null, reader: Reader): string {
  switch (history?.availability) {
    case 'known':
      return history.lastSuccessAt === null
        ? 'none on record with its own password'
        : `${momentAndAge(history.lastSuccessAt, reader)}, with its own password`;
    case 'not-premium':
      return 'not known: this tenant has no Entra ID P1';
    case 'no-permission':
      return 'not known: the bot lacks AuditLog.Read.All';
    case 'unavailable':
      return 'not known: Microsoft did not answer';
    default:
      return 'not known: it was not read';
  }
}

function orNotKnown(iso: string | null | undefined, reader: Reader): string {
  return typeof iso === 'string' ? momentAndAge(iso, reader) : 'not known';
}

function licences(skuIds: readonly string[]): string {
  if (skuIds.length === 0) return 'none';
  const rooms = skuIds.some(isTeamsRoomsSku) ? ', Teams Rooms or shared device among them' : '';
  return `${counted(skuIds.length, 'licence')}${rooms}`;
}

const PROTOCOLS = /smtp|imap|pop|activesync|mapi|exchange web services|autodiscover|other clients/iu;
const MOST_CLIENTS = 5;

/** What stops working with a block, one sentence per way the account was used. */
export function impactOf(history: SignInHistory | null): readonly string[] {
  const clients = [...new Set(history?.clients ?? [])];
  const shown = clients.slice(0, MOST_CLIENTS).map(stops);
  const more = clients.length - shown.length;
  return more > 0 ? [...shown, `And ${counted(more, 'other way', 'other ways')} of signing in.`] : shown;
}

function stops(client: string): string {
  const name = onCard(client, 60);
  return PROTOCOLS.test(client)
    ? `${name}: a printer, program or mail client signs in with this account and would stop working.`
    : `${name}: someone or something signs in with this account and would be locked out.`;
}
