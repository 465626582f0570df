// One entry of the record: what happened, to what, by whom.

/** Who did it: a person of the tenant, or the bot by itself. */
export type RecordActor =
  | { readonly kind: 'person'; readonly objectId: string; readonly name: string }
  | { readonly kind: 'bot' };

export const RECORD_EVENTS = [
  'request.created',
  'request.approved',
  'request.approval-counted',
  'request.denied',
  'request.withdrawn',
  'request.expired',
  'request.reminded',
  'request.unreached',
  'request.refused',
  'request.applying',
  'request.done',
  'request.failed',
  'request.resumed',
  'request.review-asked',
  'request.reviewed',
  'mailbox.struck',
  'mailbox.block-written',
  'mailbox.block-verified',
  'mailbox.already-blocked',
  'mailbox.unblock-written',
  'mailbox.unblock-verified',
  'mailbox.exempted',
  'mailbox.skipped',
  'mailbox.block-failed',
  'mailbox.unblock-failed',
  'exemption.begun',
  'exemption.warned',
  'exemption.ended',
  'place.admitted',
  'place.approvals-on',
  'place.approvals-off',
  'approver.app-installed',
  'scan.published',
  'finding.opened',
  'finding.changed',
  'finding.snoozed',
  'finding.acknowledged',
  'finding.escalated',
  'finding.woken',
  'finding.closed',
  'finding.untold',
  'finding.told-late',
  'watch.began',
  'watch.begun-anew',
  'alerts.subscribed',
  'alerts.unsubscribed',
  'retention.deleted',
] as const;
export type RecordEvent = (typeof RECORD_EVENTS)[number];

/** What is written; sequence number and hashes are added by the store. */
export interface RecordEntry {
  readonly event: RecordEvent;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly actor: RecordActor;
  readonly requestId: string | null;
  /** Object id of the mailbox's account. */
  readonly mailbox: string | null;
  /** Microsoft's request id of the call that did it. */
  readonly microsoftRequestId: string | null;
  /** Ties the entry to the activity that caused it. */
  readonly correlationId: string | null;
  /** Flat facts: strings, numbers, booleans. */
  readonly detail: Readonly<{ [name: string]: string | number | boolean | null }>;
}
