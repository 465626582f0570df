// A mailbox as one of several choices: a name and address to read, an id to send.
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { inChoice, plain, plainName } from './plain.js';

const NAME_LIMIT = 48;
const ADDRESS_LIMIT = 64;

export interface Choice {
  readonly title: string;
  readonly objectId: string;
}

/** The address stands beside the name, because a name alone can be anyone's. */
export function choiceOf(mailbox: {
  readonly objectId: string;
  readonly displayName: string;
  readonly address: string;
}): Choice {
  return { title: titleOf(mailbox), objectId: plain(mailbox.objectId, 64) };
}

function titleOf({ displayName, address }: { readonly displayName: string; readonly address: string }): string {
  return `${inChoice(plainName(displayName), NAME_LIMIT)} (${inChoice(address, ADDRESS_LIMIT)})`;
}

/** A choice as a field that searches takes it. */
export interface FoundChoice {
  readonly title: string;
  /** What {@link searchKey} says; never shown. */
  readonly value: string;
}

export function foundChoice(found: AssessedMailbox): FoundChoice {
  return { title: titleOf(found.mailbox), value: searchKey(found) };
}

/** What tells a mailbox of the scan from all others: its object id, or its address where Exchange names none. */
export function searchKey({ mailbox }: Pick<AssessedMailbox, 'mailbox'>): string {
  return (mailbox.objectId ?? mailbox.address).toLowerCase();
}
