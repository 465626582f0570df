// A mailbox as one of several choices: a name and address to read, an id to send.
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
  const { objectId, displayName, address } = mailbox;
  const title = `${inChoice(plainName(displayName), NAME_LIMIT)} (${inChoice(address, ADDRESS_LIMIT)})`;
  return { title, objectId: plain(objectId, 64) };
}
