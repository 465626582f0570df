// The mailboxes of an earlier request, as they are now, so that they can be asked for anew.
import type { AssessedMailbox, Mailbox } from '../mailboxes/mailbox.js';
import type { Scans } from '../mailboxes/scan.js';
import { assess } from '../mailboxes/verdict.js';
import { NOT_LISTED } from './eligible.js';
import type { OutcomeCause, RequestItem } from './request.js';

export interface AgainDoors {
  readonly scans: Pick<Scans, 'matching'>;
  now(): string;
  /** One mailbox by object id; null when Exchange does not list it. @throws Refused upstream-* */
  findMailbox(objectId: string, correlationId: string): Promise<Mailbox | null>;
}

export interface Again {
  readonly mailboxes: readonly AssessedMailbox[];
  /** Sentences about those that are none any more. */
  readonly leftOut: readonly string[];
}

/** Causes that say that what is kept of the mailbox is old; the newest scan may be as old. */
const STALE: ReadonlySet<OutcomeCause | undefined> = new Set<OutcomeCause>([
  'not-listed',
  'other-account',
  'type-changed',
]);

/** Their accounts are read again with the preview; what kind of mailbox they are is asked here where it had changed. */
export async function mailboxesAgain(
  items: readonly RequestItem[],
  correlationId: string,
  doors: AgainDoors,
): Promise<Again> {
  const mailboxes: AssessedMailbox[] = [];
  const leftOut: string[] = [];
  for (const item of items) {
    const mailbox = await mailboxOf(item, correlationId, doors);
    if (mailbox === null) leftOut.push(`${item.displayName}: ${NOT_LISTED.why}`);
    else mailboxes.push(mailbox);
  }
  return { mailboxes, leftOut };
}

async function mailboxOf(item: RequestItem, correlationId: string, doors: AgainDoors): Promise<AssessedMailbox | null> {
  const { outcome, objectId, displayName, userPrincipalName, address, type } = item;
  const cause = outcome?.kind === 'skipped' || outcome?.kind === 'failed' ? outcome.cause : undefined;
  if (STALE.has(cause)) {
    const now = await doors.findMailbox(objectId, correlationId);
    return now === null ? null : unread(now, doors);
  }
  const known = await doors.scans.matching(objectId);
  const [same] = known.filter(({ account, mailbox }) => (account?.id ?? mailbox.objectId) === objectId);
  return same ?? unread({ objectId, displayName, userPrincipalName, address, type }, doors);
}

/** Without its account, which is read before anything is shown of it. */
function unread(mailbox: Mailbox, { now }: AgainDoors): AssessedMailbox {
  return assess({ mailbox, account: null, exemption: null, holdsRole: null, history: null, now: now() });
}
