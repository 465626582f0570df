// What a person is about to ask for, shown to them before it becomes a request.
import type { Audience } from '../delivery/ports.js';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import type { Person, RequestAction } from './request.js';

/** A preview: who wants what for which mailboxes, as they were when it was shown. */
export interface Draft {
  readonly id: string;
  readonly by: Person;
  readonly action: RequestAction;
  readonly reason: string;
  readonly owner: Person | null;
  /** ISO 8601, UTC; null for a block. */
  readonly until: string | null;
  readonly isUrgent: boolean;
  readonly mailboxes: readonly AssessedMailbox[];
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
