// Finds the person who shall answer for an exemption, and makes sure that there is somebody to answer.
import type { Person } from '../src/approvals/request.js';
import { Refused } from '../src/failure.js';
import type { Account } from '../src/mailboxes/mailbox.js';
import type { Scans } from '../src/mailboxes/scan.js';
import { isGuest } from '../src/mailboxes/verdict.js';

export interface OwnerDoors {
  /** One account by object id or user principal name; null when it does not exist. @throws Refused upstream-* */
  readAccount(objectIdOrUpn: string, correlationId: string): Promise<Account | null>;
  readonly scans: Pick<Scans, 'matching'>;
}

/** Longest user principal name there is. */
const LONGEST = 320;

/**
 * The person of this address or object id, read from Entra now.
 * @throws Refused owner-unfit for one who is not there, a guest, may not sign in or is a watched mailbox; upstream-*
 */
export async function findOwner(said: string, correlationId: string, doors: OwnerDoors): Promise<Person> {
  const unfit = (why: 'not-found' | 'guest' | 'disabled' | 'mailbox'): Refused =>
    new Refused({ kind: 'owner-unfit', said, why });
  if (said.length > LONGEST) throw unfit('not-found');
  const account = await doors.readAccount(said, correlationId);
  if (account === null) throw unfit('not-found');
  if (isGuest(account.userType)) throw unfit('guest');
  if (account.accountEnabled !== true) throw unfit('disabled');
  if ((await doors.scans.matching(account.id)).length > 0) throw unfit('mailbox');
  return { objectId: account.id, name: account.displayName || account.userPrincipalName };
}
