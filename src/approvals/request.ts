// The nouns of an approval: the request, its items, its decisions and the states it may be in.
import type { Cause, Evidence, MailboxType, Verdict } from '../mailboxes/mailbox.js';

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

/** States in which nothing happens by itself any more; only a failed request can be resumed, while its approval holds. */
export const FINAL_STATES: ReadonlySet<RequestState> = new Set(['denied', 'withdrawn', 'expired', 'done', 'failed']);

/**
 * What a request asks for. `unblock` allows sign-in until a date and blocks again then; `exempt` leaves it allowed until
 * a date, after which it counts as exposed again. Both are exemptions while they last.
 */
export const REQUEST_ACTIONS = ['block', 'unblock', 'exempt'] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

/** A person of the home tenant, as Teams and Entra name them. */
export interface Person {
  readonly objectId: string;
  readonly name: string;
}

/** What became of the sessions that were open when sign-in was blocked; absent where nobody asked to end them. */
export type Sessions = 'ended' | 'no-permission' | 'not-ended';

/** Why a mailbox was left alone or failed: what a person does about it follows from this. */
export type OutcomeCause =
  /** The stored request is not what was approved. */
  | 'altered'
  | 'watch-mode'
  /** Its time to run, or the end that was agreed on, was over. */
  | 'late'
  | 'over'
  | 'not-listed'
  | 'other-account'
  | 'type-changed'
  /** 403 when it was read again before the write, and at the write itself. */
  | 'read-denied'
  | 'write-denied'
  | 'refused'
  /** Written, but it reads as before; written, and nobody could read it since. */
  | 'switched-back'
  | 'unconfirmed'
  | Cause;

/** What became of one mailbox of a request. */
export type ItemOutcome =
  /** An approver took it off the list while the request was pending. */
  | { readonly kind: 'struck'; readonly at: string; readonly by: Person }
  /** Written; waiting for the read-back to show it. */
  | {
      readonly kind: 'written';
      readonly at: string;
      readonly microsoftRequestId: string | null;
      readonly sessions?: Sessions;
    }
  /** Written and read back. */
  | {
      readonly kind: 'blocked' | 'unblocked';
      readonly at: string;
      readonly microsoftRequestId: string | null;
      readonly sessions?: Sessions;
    }
  /** It was blocked already when it was read again; nothing was written. */
  | { readonly kind: 'already-blocked'; readonly at: string }
  /** The exemption stands; nothing had to be written to Entra. */
  | { readonly kind: 'exempted'; readonly at: string }
  /** It changed since it was shown, so it was left alone. */
  | { readonly kind: 'skipped'; readonly at: string; readonly why: string; readonly cause?: OutcomeCause }
  /** Microsoft refused, or the write never showed. */
  | {
      readonly kind: 'failed';
      readonly at: string;
      readonly why: string;
      readonly cause?: OutcomeCause;
      readonly microsoftRequestId: string | null;
      /** Microsoft accepted the write and nobody could read it back: it may well have taken effect. */
      readonly isUnconfirmed?: true;
      /** It failed before this run tried to write. */
      readonly isUntried?: true;
    };

export interface RequestItem {
  readonly objectId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly address: string;
  readonly type: MailboxType;
  /** As shown to the approver. */
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  readonly outcome: ItemOutcome | null;
}

export interface Decision {
  readonly by: Person;
  readonly verdict: 'approve' | 'deny';
  /** Demanded for a denial. */
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Content hash of what was decided on: an approval counts for that list only. */
  readonly content: string;
}

/** Somebody else's look at an urgent request after it ran. */
export interface Review {
  readonly by: Person;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly note: string;
}

/** The rules in force when the request was made; later changes of the settings do not touch it. */
export interface RequestRules {
  readonly quorum: number;
  /** Milliseconds an approved request may wait or run. */
  readonly executionMs: number;
  /** Whether a block also ends the sessions that are open. */
  readonly revokeSessions: boolean;
}

/** An approver by name, to be asked for or mentioned. */
export interface NamedApprover extends Person {
  readonly hasChat: boolean;
  /** Whether its card has arrived there; absent in what was kept before this was. */
  readonly isTold?: boolean;
}

/** Who can hear of a request; those who have decided it are among them, until `reachLeft` leaves them out. */
export interface Reach {
  /** Those who may decide it: members of the group, enabled, no guests, not the requester. Null while Entra does not say. */
  readonly approvers: number | null;
  /** How many of them have a chat with the bot. */
  readonly reachable: number;
  /** At how many of them its card has arrived. */
  readonly told: number;
  /** Chats and channels where requests are posted. */
  readonly places: number;
  /** Some of them, those without a chat first. */
  readonly named: readonly NamedApprover[];
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
  /** Who answers for an exemption; null for a block. */
  readonly owner: Person | null;
  /** ISO 8601, UTC: when an unblock or exemption ends; null for a block. */
  readonly until: string | null;
  /** An incident: little time to decide, everyone paged until somebody does, looked at afterwards. */
  readonly isUrgent: boolean;
  /** Id of the request whose agreed end this one carries out; null for one that a person made. */
  readonly follows: string | null;
  readonly items: readonly RequestItem[];
  /** Sentences about mailboxes that were named and are not part of it. */
  readonly leftOut: readonly string[];
  readonly decisions: readonly Decision[];
  /** Null until an urgent request has been looked at afterwards, and for all others. */
  readonly review: Review | null;
  /** Number of the newest reminder; those that a stopped bot missed are left out. */
  readonly reminders: number;
  readonly rules: RequestRules;
  /** Null until its approvers were looked up for the first time. */
  readonly reach: Reach | null;
  /** SHA-256 over action, reason, rules and the accounts that were not struck off: what an approval is bound to. */
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
