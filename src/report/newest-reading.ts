// The newest scan together with its own mailboxes: they are two questions, and another scan may be published in between.
import { Refused } from '../failure.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import type { Scan } from '../mailboxes/scan.js';

export interface ReadingDoors {
  /** The newest scan. @throws Refused upstream-* when there is none yet and none can be made */
  latest(): Promise<Scan>;
  /** All mailboxes of the newest scan. */
  mailboxes(): Promise<readonly AssessedMailbox[]>;
}

/** Scans take minutes and come hours apart: more than once in a row is none of their doing. */
const TRIES = 3;

/** A whole scan must not vouch for the rows of another one. @throws Refused busy, upstream-* */
export async function newestReading({ latest, mailboxes }: ReadingDoors): Promise<{
  readonly scan: Scan;
  readonly mailboxes: readonly AssessedMailbox[];
}> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const scan = await latest();
    const rows = await mailboxes();
    if ((await latest()).id === scan.id) return { scan, mailboxes: rows };
  }
  throw new Refused({ kind: 'busy' });
}
