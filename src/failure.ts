// What can be refused on purpose: one union of failures and the only exception thrown deliberately.

/** A mailbox offered to a person when a name fits more than one. */
export interface MailboxChoice {
  readonly objectId: string | null;
  readonly displayName: string;
  readonly address: string;
  readonly type: string;
}

/** Where Microsoft's answer came from, for the sentence and for the log. */
export interface UpstreamTrace {
  readonly service: 'graph' | 'exchange' | 'identity' | 'teams';
  readonly status: number | null;
  readonly code: string | null;
  readonly requestId: string | null;
}

/** Every reason the bot has for not doing what it was asked. */
export type Failure =
  | { readonly kind: 'nothing-said' }
  | { readonly kind: 'unknown-command'; readonly said: string; readonly nearest: string | null }
  | { readonly kind: 'too-long'; readonly what: string; readonly limit: number }
  | { readonly kind: 'bad-argument'; readonly said: string; readonly expected: string }
  | { readonly kind: 'mailbox-missing' }
  | {
      readonly kind: 'mailbox-not-found';
      readonly said: string;
      readonly nearest: readonly MailboxChoice[];
      /** Whether the scan that was looked in had lost something: then it may exist all the same. */
      readonly scanWasPartial: boolean;
    }
  | {
      readonly kind: 'mailbox-ambiguous';
      readonly said: string;
      readonly choices: readonly MailboxChoice[];
      readonly more: number;
    }
  /** `all` says nothing by itself; and what may be asked for in bulk depends on the action. */
  | { readonly kind: 'filter-missing'; readonly action: 'block' | 'unblock' | 'exempt' }
  | { readonly kind: 'filter-not-for'; readonly action: 'block' | 'exempt'; readonly verdict: string }
  | {
      readonly kind: 'none-fit';
      /** The filter in words. */
      readonly what: string;
      /** Sentences about those that fit and are in open requests. */
      readonly leftOut: readonly string[];
      readonly scanWasPartial: boolean;
    }
  | { readonly kind: 'none-chosen' }
  | { readonly kind: 'reason-missing' }
  | { readonly kind: 'reason-pattern'; readonly pattern: string }
  | { readonly kind: 'deny-reason-missing'; readonly requestId: string }
  | { readonly kind: 'too-many-mailboxes'; readonly asked: number; readonly limit: number }
  | { readonly kind: 'daily-cap'; readonly asked: number; readonly left: number; readonly limit: number }
  | {
      readonly kind: 'nothing-to-ask';
      readonly action: 'block' | 'unblock' | 'exempt';
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'request-not-found'; readonly said: string }
  | { readonly kind: 'request-closed'; readonly requestId: string; readonly state: string; readonly by: string | null }
  | { readonly kind: 'request-changed'; readonly requestId: string }
  | { readonly kind: 'not-requester'; readonly requestId: string }
  | { readonly kind: 'own-request'; readonly requestId: string }
  | { readonly kind: 'already-decided'; readonly requestId: string }
  /** The list that was on the card is not the list that stands: mailboxes were struck off since. */
  | { readonly kind: 'list-changed'; readonly requestId: string }
  | { readonly kind: 'strike-unknown'; readonly requestId: string }
  /** A name that was typed fits no mailbox of the request, or more than one. */
  | { readonly kind: 'not-on-list'; readonly requestId: string; readonly said: string; readonly fits: number }
  | { readonly kind: 'strike-all'; readonly requestId: string }
  | { readonly kind: 'not-resumable'; readonly requestId: string }
  | { readonly kind: 'nothing-to-review'; readonly requestId: string }
  | { readonly kind: 'own-review'; readonly requestId: string }
  | { readonly kind: 'draft-gone' }
  | { readonly kind: 'until-missing'; readonly action: 'unblock' | 'exempt' }
  | { readonly kind: 'until-unreadable'; readonly said: string }
  | { readonly kind: 'until-past'; readonly until: string; readonly leastMs: number }
  | { readonly kind: 'until-too-far'; readonly until: string; readonly longestMs: number }
  /** Nobody who could answer for an exemption. */
  | {
      readonly kind: 'owner-unfit';
      readonly said: string;
      readonly why: 'not-found' | 'guest' | 'disabled' | 'mailbox';
    }
  | { readonly kind: 'finding-not-found'; readonly said: string }
  | { readonly kind: 'finding-closed'; readonly findingId: string }
  | { readonly kind: 'not-snoozed'; readonly findingId: string }
  /** A mailbox about which nothing is open. */
  | { readonly kind: 'no-alert'; readonly said: string }
  | { readonly kind: 'already-acknowledged'; readonly findingId: string; readonly by: string }
  | { readonly kind: 'snooze-past'; readonly until: string }
  | { readonly kind: 'snooze-too-far'; readonly until: string; readonly limitDays: number }
  | { readonly kind: 'not-operator' }
  | { readonly kind: 'not-approver' }
  | { readonly kind: 'no-identity' }
  | { readonly kind: 'guest' }
  | { readonly kind: 'foreign-tenant' }
  | { readonly kind: 'personal-chat-only' }
  | { readonly kind: 'place-refused' }
  /** Answered before, too old, another person's, or never made. */
  | { readonly kind: 'offer-gone' }
  /** Bots send no files in this cloud. */
  | { readonly kind: 'files-unsupported' }
  | { readonly kind: 'file-too-large'; readonly megabytes: number }
  /** The place named for a file is none where it may be put. */
  | { readonly kind: 'upload-refused' }
  /** The place for a file did not take it; null: it did not answer. */
  | { readonly kind: 'upload-failed'; readonly status: number | null }
  | { readonly kind: 'watch-mode' }
  | { readonly kind: 'busy' }
  /** The bot stopped before it was finished; `mayBeDone` where it cannot be said that nothing was changed. */
  | { readonly kind: 'restarting'; readonly mayBeDone: boolean }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'upstream-denied'; readonly trace: UpstreamTrace; readonly permission: string }
  | { readonly kind: 'upstream-unavailable'; readonly trace: UpstreamTrace }
  | { readonly kind: 'upstream-unexpected'; readonly trace: UpstreamTrace; readonly detail: string }
  | { readonly kind: 'bad-config'; readonly problems: readonly string[] };

/** The only exception thrown on purpose; anything else that is thrown is a bug. */
export class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(failure.kind, options);
    this.name = 'Refused';
    this.failure = failure;
  }
}
