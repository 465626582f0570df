// What the bot says by itself about something other than a request.
import type { MailboxType } from '../mailboxes/mailbox.js';
import type { Place } from './ports.js';

/** A mailbox as a notice names it. */
export interface NoticedMailbox {
  readonly objectId: string;
  readonly displayName: string;
  readonly address: string;
  readonly type: MailboxType;
}

/** An exemption that ends soon, or has ended. */
export interface ExemptionNotice {
  readonly kind: 'exemption';
  /** One an exemption: its account and end. */
  readonly id: string;
  readonly mailbox: NoticedMailbox;
  readonly exemption: 'unblock' | 'exempt';
  readonly ownerName: string;
  readonly reason: string;
  readonly requestId: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  /** `extended`: another end was agreed on since; `blocked`: sign-in was blocked before the end. */
  readonly state: 'ending' | 'ended' | 'extended' | 'blocked';
  /** Whether the bot blocks the mailbox at the end by itself. */
  readonly blocksAtEnd: boolean;
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
