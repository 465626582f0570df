// What an approval is bound to: a hash over action, reason, end, rules and the exact accounts.
import { createHash } from 'node:crypto';
import type { ItemOutcome, Request, RequestItem } from './request.js';

/** The parts of a request that an approver agrees to. */
export type Content = Pick<
  Request,
  'action' | 'reason' | 'rules' | 'requester' | 'owner' | 'until' | 'isUrgent' | 'follows'
> & {
  readonly items: readonly (Pick<RequestItem, 'objectId' | 'type' | 'verdict'> & {
    readonly outcome: ItemOutcome | null;
  })[];
};

/** SHA-256, hex, over a canonical text of the content. The order of the mailboxes does not matter; struck ones do not count. */
export function contentHash(content: Content): string {
  const items = content.items
    .filter(({ outcome }) => outcome?.kind !== 'struck')
    .map(({ objectId, type, verdict }) => `${objectId.toLowerCase()} ${type} ${verdict}`)
    .sort();
  const { action, requester, owner, reason, until, isUrgent, follows, rules } = content;
  const parts = [
    'mailbox-guard/request/2',
    action,
    requester.objectId.toLowerCase(),
    owner?.objectId.toLowerCase() ?? null,
    reason,
    until,
    isUrgent,
    follows,
    rules.quorum,
    rules.executionMs,
    rules.revokeSessions,
    items,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Whether a stored request still says what was approved. */
export function isUnaltered(request: Request): boolean {
  return contentHash(request) === request.contentHash;
}
