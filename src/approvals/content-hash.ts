// What an approval is bound to: a hash over action, reason, rules and the exact accounts.
import { createHash } from 'node:crypto';
import type { Request } from './request.js';

/** The parts of a request that an approver agrees to. */
export type Content = Pick<Request, 'action' | 'reason' | 'rules' | 'requester'> & {
  readonly items: readonly { readonly objectId: string; readonly type: string }[];
};

/** SHA-256, hex, over a canonical text of the content; the order of the mailboxes does not matter. */
export function contentHash(content: Content): string {
  const items = content.items.map(({ objectId, type }) => `${objectId.toLowerCase()} ${type}`).sort();
  const parts = [
    'mailbox-guard/request/1',
    content.action,
    content.requester.objectId.toLowerCase(),
    content.reason,
    content.rules.quorum,
    content.rules.executionMs,
    items,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Whether a stored request still says what was approved. */
export function isUnaltered(request: Request): boolean {
  return contentHash(request) === request.contentHash;
}
