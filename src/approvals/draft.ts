// What a person is about to ask for, shown to them before it becomes a request.
import type { Audience } from '../delivery/ports.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import type { Selection } from '../mailboxes/selection.js';
import type { Person, RequestAction } from './request.js';

/** A preview: who wants what for which mailboxes, as they were when it was shown. */
export interface Draft {
  readonly id: string;
  /**
   * Only a `preview` can be sent: its mailboxes were read again and everything is said. `asking` lacks its reason or its
   * end; in `choosing` the person also picks some of its mailboxes.
   */
  readonly stage: 'asking' | 'choosing' | 'preview';
  readonly by: Person;
  readonly action: RequestAction;
  /** Empty while it is not said. */
  readonly reason: string;
  readonly owner: Person | null;
  /** The owner as it was said, for the card that asks for the rest; empty where nobody was named. */
  readonly ownerSaid: string;
  /** ISO 8601, UTC; null for a block, and while it is not said. */
  readonly until: string | null;
  readonly isUrgent: boolean;
  readonly mailboxes: readonly AssessedMailbox[];
  /** What the mailboxes were chosen by; null where they were named. */
  readonly selection: Selection | null;
  /** Sentences about mailboxes that were named and are not part of it. */
  readonly leftOut: readonly string[];
  readonly conversationId: string;
  readonly audience: Audience;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The request that it became; null as long as it is a preview. */
  readonly requestId: string | null;
}

/** How long a preview may be sent, in milliseconds: what it shows grows old. */
export const DRAFT_MS = 3_600_000;
