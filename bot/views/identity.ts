// Who a mailbox is, exactly: a name alone can be anyone's, so its address and object id stand beside it.
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { nameOnCard, onCard, plain, plainName } from './plain.js';

interface Named {
  readonly objectId: string | null;
  readonly displayName: string;
  readonly address: string;
}

/** Name, address and object id as rows show them. */
export function identity({ objectId, displayName, address }: Named): {
  readonly name: string;
  readonly address: string;
  readonly objectId: string;
} {
  return {
    name: nameOnCard(displayName),
    address: onCard(address),
    objectId: objectId === null ? 'no object id' : plain(objectId, 64),
  };
}

/** A mailbox with the object id of its account, where Exchange names none but Entra has one. */
export function known({ mailbox, account }: AssessedMailbox): Named {
  return { ...mailbox, objectId: mailbox.objectId ?? account?.id ?? null };
}

/** What a button sends for a mailbox: its object id, or its address where Exchange names no id. */
export function keyOf({ objectId, address }: Pick<Named, 'objectId' | 'address'>): string {
  return plain(objectId ?? address);
}

/** A short name for the title of a button. */
export function shortName({ displayName }: Pick<Named, 'displayName'>): string {
  return plain(plainName(displayName), 36, 38);
}
