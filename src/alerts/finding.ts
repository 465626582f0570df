// The nouns: a finding is one episode in which a mailbox can sign in that should not, or the bot's own check is not whole.
import type { Person } from '../approvals/request.js';
import type { Enabler } from '../mailboxes/enabling.js';
import { type Cause, EVIDENCE, type Evidence, type MailboxType, type Verdict } from '../mailboxes/mailbox.js';

/** What a finding about a mailbox says, as a headline. */
export const MAILBOX_KINDS = [
  /** A mailbox that was not there at the last complete scan, and can sign in. */
  'new',
  /** The bot saw sign-in blocked before; now it is allowed, and no exemption says so. */
  're-enabled',
  /** Its account is older than its being listed: a person's mailbox that was converted, or its type changed. */
  'converted',
  /** It could sign in when the bot first looked. */
  'never-blocked',
  /** Exempt, but worse than what was agreed to (the exemption's `baseline`). */
  'exemption-worsened',
  /** The exemption is over and sign-in still allowed. */
  'exemption-ended',
  /** Someone signed in with the account's own password during an episode that had begun otherwise. */
  'direct-sign-in',
] as const;
export type MailboxKind = (typeof MAILBOX_KINDS)[number];

/** What a finding about the bot itself says: then "no alert" is no all-clear. */
export const CHECK_KINDS = ['check-failed', 'check-partial'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

export type FindingKind = MailboxKind | CheckKind;
export const FINDING_KINDS: readonly FindingKind[] = [...MAILBOX_KINDS, ...CHECK_KINDS];

/** Which of the bot's checks: the listing of mailboxes, or the watching of changes. */
export const CHECKS = ['scan', 'watch'] as const;
export type Check = (typeof CHECKS)[number];

/**
 * How dangerous a mailbox is, worst first: the order of `Evidence`. Someone signed in with its own password, a password was
 * set, it was a person's, it was never used, nothing is known.
 */
export const RISKS = EVIDENCE;
export type Risk = Evidence;

/** 0 is the worst. */
export function riskRank(risk: Risk): number {
  return RISKS.indexOf(risk);
}

/** The mailbox as it was when the finding last changed: a rename or a move shows, the object id stays. */
export interface FoundMailbox {
  /** Object id of the account, lower case: what a finding and its snooze are keyed to. */
  readonly objectId: string;
  readonly displayName: string;
  readonly address: string;
  readonly userPrincipalName: string;
  readonly type: MailboxType;
  readonly verdict: Verdict;
  readonly cause: Cause;
  /** What keeps the bot from blocking it; null when nothing is known to. */
  readonly obstacle: Cause | null;
}

/** Something that happened to a mailbox while its finding was open; each is worth a line on the card. */
export interface Turn {
  readonly what: 'direct-sign-in' | 'password-set' | 'type-changed' | 'obstacle' | 'renamed' | 'exemption-ended';
  /** ISO 8601, UTC: when it happened, or when it was seen where that is not told. */
  readonly at: string;
  /** The new type, name or obstacle; null where there is none to name. */
  readonly to: string | null;
}

/**
 * Who enabled the account, as the directory's own log says; records come minutes after the change. `looking-up` and
 * `not-known` may both still become `known`: the bot asks again, with growing pauses, for up to 24 hours.
 */
export type Who =
  | { readonly state: 'looking-up'; readonly since: string }
  | { readonly state: 'known'; readonly by: Enabler; readonly at: string }
  | { readonly state: 'not-known'; readonly why: WhyNotKnown }
  /** Nobody enabled it: it never was blocked, or its exemption ended. */
  | { readonly state: 'not-applicable' };

/** `no-record`: the log was read to the end and names nobody. */
export type WhyNotKnown = 'no-permission' | 'unavailable' | 'no-record';

/** How an episode ended. */
export type Closing =
  /** Sign-in is blocked, by a request of this bot. */
  | { readonly kind: 'blocked'; readonly requestId: string }
  /** Sign-in is blocked, and not by this bot. */
  | { readonly kind: 'blocked-outside' }
  /** An exemption is in force. */
  | { readonly kind: 'exempted'; readonly requestId: string }
  /** The account is gone from Entra. */
  | { readonly kind: 'deleted' }
  /** Exchange lists it as a mailbox of another type, such as a person's. */
  | { readonly kind: 'type-changed' }
  /** A complete scan did not list it any more as one of the watched mailboxes. */
  | { readonly kind: 'not-listed' }
  /** A Teams device signs in with it now (its licence says so), as it must. */
  | { readonly kind: 'device' }
  /** What had worsened is as it was agreed again. */
  | { readonly kind: 'as-agreed' }
  /** The check is whole again. */
  | { readonly kind: 'healthy' };

export type FindingState =
  | { readonly kind: 'open'; readonly since: string }
  /** Quiet until then; it opens again by itself if it still is so, and at once if it gets worse. */
  | {
      readonly kind: 'snoozed';
      readonly until: string;
      readonly by: Person;
      readonly reason: string;
      readonly at: string;
    }
  /** Somebody takes care of it: it is not escalated. It still closes, and rings again when it gets worse. */
  | { readonly kind: 'acknowledged'; readonly by: Person; readonly at: string }
  /** Nobody did for the set time: the approvers are to be told. */
  | { readonly kind: 'escalated'; readonly at: string }
  | { readonly kind: 'closed'; readonly how: Closing; readonly at: string };

interface Episode {
  /** Short, speakable, random. */
  readonly id: string;
  /** 1 for the first time this mailbox or check was found; a fault that comes back after it was closed is the next one. */
  readonly episode: number;
  readonly state: FindingState;
  /** Rises by one on every change; what compare-and-set compares, and what its cards are brought up to. */
  readonly version: number;
  /**
   * How many messages of their own it has been worth: 1 for the first; one more each time it got worse, its snooze ended or
   * it was escalated, since an edit rings nobody's bell. The slot of a delivery is the ring it was sent for, less one.
   */
  readonly rings: number;
  /** ISO 8601, UTC. */
  readonly firstSeenAt: string;
  /** When it was last seen to be so still. */
  readonly lastSeenAt: string;
  readonly changedAt: string;
  readonly closedAt: string | null;
}

/** A mailbox that can sign in and should not, or is worse than its exemption allowed. At most one open per object id. */
export interface MailboxFinding extends Episode {
  readonly about: 'mailbox';
  /** The newest headline. */
  readonly kind: MailboxKind;
  /** How the episode began. */
  readonly began: MailboxKind;
  readonly mailbox: FoundMailbox;
  readonly risk: Risk;
  /** Oldest first, the latest ten. */
  readonly turns: readonly Turn[];
  readonly who: Who;
  /** ISO 8601: from when on its enabling is looked for in the log. */
  readonly enabledAfter: string;
}

/** One of the bot's own checks failed, or was not whole. At most one open per check. */
export interface CheckFinding extends Episode {
  readonly about: 'check';
  readonly kind: CheckKind;
  readonly check: Check;
  /** Sentences for people: what could not be read, and why. */
  readonly problems: readonly string[];
}

export type Finding = MailboxFinding | CheckFinding;

/** What a finding is about, as its table and the one-open rule know it: an object id, or `check:` and its name. */
export function subjectOf(finding: Finding): string {
  return finding.about === 'mailbox' ? finding.mailbox.objectId : `check:${finding.check}`;
}

export function isClosed({ state }: Pick<Finding, 'state'>): boolean {
  return state.kind === 'closed';
}
