// Many findings at once, told as one: the first run, a flood, or many that nobody took care of.

/** Why it is one message and not many; `subscribed`: what was open when a conversation asked to be told. */
export type DigestReason = 'first-run' | 'flood' | 'escalation' | 'woken' | 'subscribed';

/**
 * The findings in it exist singly and can be opened. Which of them a conversation sees depends on its subscription (an
 * escalation shows all to an approver), so the list is read, filtered and paged when the card is made.
 */
export interface Digest {
  readonly id: string;
  readonly reason: DigestReason;
  /** Rises when one of its findings changes, at most once a transaction. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}
