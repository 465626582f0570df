// Where cards stand and where they should be sent: places (conversations) and the outbox of deliveries.
import type { Person } from '../approvals/request.js';

/** A conversation the bot has been part of. `reference` is Bot Framework's ConversationReference as JSON text, opaque here. */
export interface Place {
  readonly conversationId: string;
  readonly kind: 'personal' | 'groupChat' | 'channel';
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly reference: string;
  /** Entra object id, lower case, of the one person of a personal chat; null elsewhere. */
  readonly personId: string | null;
  /** Name of the chat or channel, for the record. */
  readonly name: string | null;
}

export interface StoredPlace extends Place {
  /** Who allowed tenant data here; null: none may be shown (personal chats need no admission). */
  readonly admittedBy: Person | null;
  /** Who had requests posted here; null: they are not. */
  readonly approvalsBy: Person | null;
  /** Why nothing can be sent any more, such as "BotNotInConversationRoster"; null while it can. */
  readonly goneBecause: string | null;
}

export interface Places {
  /** Keeps the freshest reference and service address; revives a place that was gone. */
  remember(place: Place, at: string): Promise<void>;
  find(conversationId: string): Promise<StoredPlace | null>;
  /** Personal chats, still open, of these people; the newest one each. */
  personalOf(objectIds: readonly string[]): Promise<readonly StoredPlace[]>;
  admit(conversationId: string, by: Person, at: string): Promise<void>;
  /** Has requests posted there from now on, or no more (null). */
  postApprovals(conversationId: string, by: Person | null): Promise<void>;
  /** Where requests are posted, as far as they can be reached and are admitted. */
  ofApprovals(): Promise<readonly StoredPlace[]>;
  /** Where they were posted until the place was gone. */
  lostToApprovals(): Promise<readonly StoredPlace[]>;
  /** Ends its admission as well. False when it was gone already. */
  markGone(conversationId: string, because: string, at: string): Promise<boolean>;
  /** True for the first call per conversation since the bot was installed there: Teams sends two greetings. */
  claimWelcome(conversationId: string): Promise<boolean>;
  /** True the first time an activity id is seen in a conversation: Teams delivers slow turns again. Old ones are forgotten after a day. */
  claimActivity(conversationId: string, activityId: string, at: string): Promise<boolean>;
}

/** What a delivery shows; its current state is read when it is rendered. */
export const SUBJECT_KINDS = ['request', 'notice', 'finding', 'digest'] as const;
export interface Subject {
  readonly kind: (typeof SUBJECT_KINDS)[number];
  readonly id: string;
}

/** Where a subject's card goes, and in which view. */
export interface Recipient {
  readonly conversationId: string;
  readonly audience: Audience;
  /** `SLOT.first` when left out. */
  readonly slot?: number;
}

/**
 * Which of several messages about one subject in a conversation. A reminder is a message of its own, in the slot of its
 * number from 1 on; that of a review which is owed in the one so many after `review`.
 */
export const SLOT = { first: 0, unreached: 1_000_000, review: 2_000_000 } as const;

/** Which view of the subject this recipient gets. */
export type Audience = 'approver' | 'requester' | 'place';

export interface Delivery {
  readonly id: string;
  readonly subject: Subject;
  readonly conversationId: string;
  readonly audience: Audience;
  /** As with a recipient. */
  readonly slot: number;
  /** The page of a long list that this card was turned to; the first is 0. */
  readonly page: number;
  /** How often it was to be drawn anew though its subject had not changed, and up to which time it was. */
  readonly draw: number;
  readonly drawn: number;
  /** Id of the message in Teams; null until sent. */
  readonly activityId: string | null;
  /** Version of the subject that should be shown, and the one that is (0: none yet). */
  readonly wantedVersion: number;
  readonly shownVersion: number;
  /** `sending`: a POST is under way, or its outcome is unknown. `dead`: the place or the message is gone, or never possible. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'dead';
  /**
   * POSTs begun so far. Each one with an unknown outcome is followed by one more at most, marked as a copy: the second soon,
   * each further one after a rest or a change.
   */
  readonly posts: number;
  /** What went wrong last; null once nothing is. */
  readonly error: string | null;
}

/** The newest delivery of a conversation. */
export interface LastDelivery extends Pick<Delivery, 'state' | 'error' | 'posts'> {
  /** ISO 8601, UTC: when something last arrived there, by this delivery or an earlier one; null: nothing did yet. */
  readonly toldAt: string | null;
}

export interface Deliveries {
  /**
   * Adds one delivery per recipient (none twice for the same subject, conversation and slot) and enqueues their `deliver` jobs.
   * One that is there but was given up, or whose place was gone, is tried again: being added, the place is there.
   */
  add(subject: Subject, version: number, recipients: readonly Recipient[]): Promise<void>;
  /** Takes a card that stands in a chat already (the answer to a command) under the same care. */
  adopt(
    subject: Subject,
    version: number,
    conversationId: string,
    audience: Audience,
    activityId: string,
  ): Promise<void>;
  /**
   * A press on this card was answered with this version, just now. An answer may reach the person after an edit that is
   * newer: where that can have happened, the card is edited once more some seconds later.
   */
  answered(subject: Subject, version: number, conversationId: string, activityId: string): Promise<void>;
  /** Raises the wanted version of every living delivery of the subject, given up or not, and enqueues their `deliver` jobs. */
  touch(subject: Subject, version: number): Promise<void>;
  /** Turns a card that stands in a chat to another page: it is drawn anew, and stays there whenever it is edited. */
  turn(subject: Subject, conversationId: string, activityId: string, page: number): Promise<void>;
  /** Has every card of the subject begin at its first page again from its next edit on. */
  turnBack(subject: Subject): Promise<void>;
  /** Has the cards that stand at this page drawn anew, because more is known of what they show. */
  redraw(subject: Subject, page: number): Promise<void>;
  /** The same for many subjects of a kind at once, each at most once among them. */
  touchAll(
    kind: Subject['kind'],
    subjects: readonly { readonly id: string; readonly version: number }[],
  ): Promise<void>;
  /** A conversation is back: the cards of findings that stand there and went out of date meanwhile are edited. */
  revive(conversationId: string): Promise<void>;
  load(id: string): Promise<Delivery | null>;
  ofSubject(subject: Subject): Promise<readonly Delivery[]>;
  /** What was last told in each of these conversations, other than requests, and how that went; absent: nothing yet. */
  lastTo(conversationIds: readonly string[]): Promise<ReadonlyMap<string, LastDelivery>>;
  /** Whether a reminder came, or is on its way, after this card into the same conversation: then that one is the card to use. */
  isSuperseded(id: string): Promise<boolean>;
  /** Becomes `sending` and counts the POST, by compare-and-set on the count; false when another worker was faster. */
  claimPost(id: string, posts: number): Promise<boolean>;
  /** sending -> sent; false when another worker has posted it meanwhile. `draw` is what was wanted when the card was drawn, here and in `edited`. */
  posted(id: string, activityId: string, shownVersion: number, draw?: number): Promise<boolean>;
  /** sending -> waiting: nothing reached Teams, so the POST does not count and may be tried again. */
  postFailed(id: string, error: string): Promise<void>;
  /** Records an edit. One that was overtaken, or that an older answer to a press may cover, is made once more. */
  edited(id: string, shownVersion: number, draw?: number): Promise<void>;
  /** Not delivered though tried for long: rests, alive, for so long, or until the next `touch` or `add`. */
  gaveUp(id: string, error: string, restMs: number): Promise<void>;
  /**
   * Sends a card anew whose message is gone, and enqueues its job; false when another card of the subject stands in that
   * conversation, or may come to.
   */
  postAnew(id: string): Promise<boolean>;
  /** The message or the place is gone, or it can never be shown. */
  dead(id: string, error: string): Promise<void>;
}
