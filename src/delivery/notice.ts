// What the bot says by itself about something other than a request.
import type { MailboxType, Verdict } from '../mailboxes/mailbox.js';
import type { Place } from './ports.js';

/** A mailbox as a notice names it. */
export interface NoticedMailbox {
  readonly objectId: string;
  readonly displayName: string;
  readonly address: string;
  readonly type: MailboxType;
}

/**
 * What became of the exemption of one mailbox. `extended`: another end was agreed on since; `blocked`: sign-in is blocked.
 */
export type ExemptionState = 'ending' | 'ended' | 'extended' | 'blocked';

export interface ExemptedMailbox extends NoticedMailbox {
  readonly state: ExemptionState;
  /** What it counts as after the end; null while that is still to come, or where sign-in is blocked again. */
  readonly verdict: Verdict | null;
}

/** Exemptions of one request that end soon, or have ended: one message for all of its mailboxes. */
export interface ExemptionNotice {
  readonly kind: 'exemption';
  readonly id: string;
  readonly exemption: 'unblock' | 'exempt';
  readonly ownerName: string;
  readonly reason: string;
  /** The request that was approved for it. */
  readonly requestId: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  /** Whether the bot blocks the mailboxes at the end by itself. */
  readonly blocksAtEnd: boolean;
  /** The request that blocks them again, once it is there. */
  readonly follow: string | null;
  /** Who was told because the owner could not be; null where the owner was told. */
  readonly insteadOf: 'owner' | null;
  readonly mailboxes: readonly ExemptedMailbox[];
}

/** A chat or channel where requests were posted, and which is gone. */
export interface PlaceNotice {
  readonly kind: 'place';
  readonly id: string;
  readonly place: Pick<Place, 'kind' | 'name'>;
  /** As Teams said it. */
  readonly because: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export type Notice = ExemptionNotice | PlaceNotice;
