// The nouns of an approval: the request, its items, its decisions and the states it may be in.
import type { MailboxType, Verdict } from '../mailboxes/mailbox.js';

export const REQUEST_STATES = [
  'pending',
  'approved',
  'denied',
  'withdrawn',
  'expired',
  'applying',
  'done',
  'failed',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** States in which nothing will change any more. */
export const FINAL_STATES: ReadonlySet<RequestState> = new Set(['denied', 'withdrawn', 'expired', 'done', 'failed']);

/** What a request asks for. */
export type RequestAction = 'block';

/** A person of the home tenant, as Teams and Entra name them. */
export interface Person {
  readonly objectId: string;
  readonly name: string;
}

/** What became of one mailbox of an approved request. */
export type ItemOutcome =
  /** Written and read back as blocked. */
  | { readonly kind: 'blocked'; readonly at: string; readonly microsoftRequestId: string | null }
  /** Written; waiting for the read-back to show it. */
  | { readonly kind: 'written'; readonly at: string; readonly microsoftRequestId: string | null }
  /** It was blocked already when it was read again; nothing was written. */
  | { readonly kind: 'already-blocked'; readonly at: string }
  /** It changed since it was shown, so it was left alone. */
  | { readonly kind: 'skipped'; readonly at: string; readonly why: string }
  /** Microsoft refused, or the write never showed. */
  | {
      readonly kind: 'failed';
      readonly at: string;
      readonly why: string;
      readonly microsoftRequestId: string | null;
      /** Microsoft accepted the write and nobody could read it back: it may well be blocked. */
      readonly isUnconfirmed?: true;
    };

export interface RequestItem {
  readonly objectId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly address: string;
  readonly type: MailboxType;
  /** As shown to the approver. */
  readonly verdict: Verdict;
  readonly outcome: ItemOutcome | null;
}

export interface Decision {
  readonly by: Person;
  readonly verdict: 'approve' | 'deny';
  /** Demanded for a denial. */
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The rules in force when the request was made; later changes of the settings do not touch it. */
export interface RequestRules {
  readonly quorum: number;
  /** Milliseconds an approved request may wait or run. */
  readonly executionMs: number;
}

export interface Request {
  /** Short, speakable, random: typed by people in `approve <id>`. */
  readonly id: string;
  readonly action: RequestAction;
  readonly state: RequestState;
  /** Rises by one on every change; what compare-and-set compares. */
  readonly version: number;
  readonly reason: string;
  readonly requester: Person;
  readonly items: readonly RequestItem[];
  readonly decisions: readonly Decision[];
  readonly rules: RequestRules;
  /** Approvers who may decide it, and how many of them have a chat with the bot; null until they were told. */
  readonly reach: { readonly approvers: number; readonly told: number } | null;
  /** SHA-256 over ids, action, reason and rules: what an approval is bound to. */
  readonly contentHash: string;
  /** Conversation it was asked in. */
  readonly origin: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Silence until then is refusal. */
  readonly expiresAt: string;
  /** When an approved request may no longer run; null until approved. */
  readonly runBy: string | null;
  readonly changedAt: string;
}
