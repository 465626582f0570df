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

/** A conversation where requests were posted or alerts told, and which is gone. */
export interface PlaceNotice {
  readonly kind: 'place';
  readonly id: string;
  /** What went there; requests where nothing is said. */
  readonly lost?: 'requests' | 'alerts';
  readonly place: Pick<Place, 'kind' | 'name'>;
  /** As Teams said it. */
  readonly because: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Alerts end in a personal chat whose person may not read the tenant any more: it says that, and nothing of the tenant. */
export interface AlertsEndedNotice {
  readonly kind: 'alerts-ended';
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** How the tenant stands and how well it is watched: sent from time to time, so that silence is not blindness. */
export interface HeartbeatNotice {
  readonly kind: 'heartbeat';
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Of the last complete scan; null where there was none yet. */
  readonly scan: {
    readonly endedAt: string;
    readonly mailboxes: number;
    readonly verdicts: Readonly<Record<Verdict, number>>;
  } | null;
  /** When changes were last asked for with an answer. */
  readonly answeredAt: string | null;
  /** The same as it was told last time; null the first time. */
  readonly before: {
    readonly at: string;
    readonly blocked: number;
    readonly exposed: number;
    readonly open: number;
  } | null;
  /** Findings about mailboxes that are open, and what is wrong with the bot's own checks. */
  readonly open: number;
  readonly snoozed: number;
  readonly faults: readonly string[];
  /** When the next exemption ends; null where none is in force. */
  readonly nextExemptionEnd: string | null;
  /** Milliseconds until the next one. */
  readonly everyMs: number;
  /** Milliseconds from one scan to the next; absent on those of an earlier version. */
  readonly scanEveryMs?: number;
}

export type Notice = ExemptionNotice | PlaceNotice | AlertsEndedNotice | HeartbeatNotice;
