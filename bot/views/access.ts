// Who may use a mailbox without its own account, in words: those whom a block leaves alone.
import type { MailboxAccess } from '../../src/mailboxes/access.js';
import type { Fact } from './evidence.js';
import { onCard } from './plain.js';
import { number } from './when.js';

/** Past what is broken into pieces, so that a long name fits a phone. */
const NAME_LIMIT = 64;

/**
 * Each person with what they may do, such as "oli@contoso.example (full access, send as)". Null where too little is known to
 * say anything; an empty list that is known says that there is nobody.
 * @param most names shown; the others are counted
 */
export function accessWords(access: MailboxAccess, most: number): string | null {
  const people = rightsByName(access);
  const isKnown = access.availability === 'known' && access.sendOnBehalf !== null;
  if (people.size === 0) return isKnown ? 'nobody besides the account itself' : null;
  const all = [...people].map(([name, rights]) => `${onCard(name, NAME_LIMIT)} (${rights.join(', ')})`);
  const more = all.length - most + access.more;
  return `${all.slice(0, most).join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`;
}

function rightsByName({ fullAccess, sendAs, sendOnBehalf }: MailboxAccess): ReadonlyMap<string, readonly string[]> {
  const rights = new Map<string, string[]>();
  const add = (names: readonly string[], right: string): void => {
    for (const name of names) rights.set(name, [...(rights.get(name) ?? []), right]);
  };
  add(fullAccess, 'full access');
  add(sendAs, 'send as');
  add(sendOnBehalf ?? [], 'on behalf');
  return rights;
}

/** Why it is not known, as the end of a sentence; null when it is. */
export function whyAccessNotKnown({ availability }: MailboxAccess): string | null {
  switch (availability) {
    case 'known':
      return null;
    case 'not-told':
      return 'the Exchange API in use does not tell (EXCHANGE_API=beta does)';
    case 'no-permission':
      return 'the bot’s Exchange role lacks Get-MailboxPermission or Get-RecipientPermission';
    case 'unavailable':
      return 'Exchange did not answer';
  }
}

/** Most names on the card of one mailbox. */
const MOST_NAMES = 10;

/** Who has access, as a line of a mailbox's own card; why it is not known, where it is not. */
export function accessFacts(access: MailboxAccess | null): readonly Fact[] {
  if (access === null) return [];
  const known = accessWords(access, MOST_NAMES);
  const why = whyAccessNotKnown(access);
  const rest = access.availability === 'not-told' ? 'full access and send as' : 'the rest';
  const unknown = why === null ? '' : `${known === null ? '' : `. ${rest} `}not known: ${why}`;
  return [{ label: 'Has access', value: `${known ?? ''}${unknown}` }];
}
