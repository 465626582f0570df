// A watched account as it was last seen, kept apart from the list: a partial scan may lose a mailbox from the list, not from sight.
import type { AssessedMailbox } from '../mailboxes/mailbox.js';

export interface Sighting {
  /** Object id of the account, lower case. */
  readonly objectId: string;
  readonly assessed: AssessedMailbox;
  /** ISO 8601, UTC. */
  readonly firstSeenAt: string;
  /** When the last reading of it alone began, or the scan that changed it: an older reading never replaces it. */
  readonly readAt: string;
  /** When the reading began that first showed it as it is. */
  readonly changedAt: string;
  /** When sign-in was last seen blocked; null when it never was. */
  readonly blockedAt: string | null;
  /** When its own account last signed in, as far as that was ever read. */
  readonly lastSignInAt: string | null;
  /** When it was seen to be gone; null while it is there. */
  readonly goneAt: string | null;
}

/** What a mailbox is watched by; null where there is no account to watch. */
export function watchedId({ mailbox, account }: AssessedMailbox): string | null {
  return (account?.id ?? mailbox.objectId)?.toLowerCase() ?? null;
}
