// Who hears of which findings: one subscription a conversation, with what it is narrowed to.
import type { Person } from '../approvals/request.js';
import type { MailboxType } from '../mailboxes/mailbox.js';
import { type Finding, type FindingKind, type Risk, riskRank } from './finding.js';

/** What a subscription is narrowed to; null takes everything. */
export interface SubscriptionFilter {
  readonly kinds: readonly FindingKind[] | null;
  /** Of mailboxes; findings about the bot's own checks pass. */
  readonly types: readonly MailboxType[] | null;
  /** The least risk of a mailbox that is told; findings about the bot's own checks pass. */
  readonly minRisk: Risk | null;
}

export interface Subscription extends SubscriptionFilter {
  readonly conversationId: string;
  readonly by: Person;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Whether this subscription hears of that finding. */
export function hears({ kinds, types, minRisk }: SubscriptionFilter, finding: Finding): boolean {
  if (kinds !== null && !kinds.includes(finding.kind)) return false;
  if (finding.about === 'check') return true;
  if (types !== null && !types.includes(finding.mailbox.type)) return false;
  return minRisk === null || riskRank(finding.risk) <= riskRank(minRisk);
}
