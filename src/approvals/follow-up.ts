// The block that was agreed on together with an unblock: a request of its own, approved by those who approved the other.
import type { Exemption } from '../mailboxes/mailbox.js';
import { contentHash } from './content-hash.js';
import { facts } from './create-request.js';
import { about, BOT } from './narrate.js';
import type { Ids, Work } from './ports.js';
import type { Request, RequestItem } from './request.js';
import { approvalsOf } from './transitions.js';

/** What was agreed to must come to pass however long Microsoft is away. */
const EXECUTION_MS = 7 * 86_400_000;

/** The request for the mailboxes whose time is over; null when the one before names none of them. */
export function followUp(before: Request, due: readonly Exemption[], now: string, ids: Ids): Request | null {
  const ended = new Set(due.map(({ objectId }) => objectId));
  const items: readonly RequestItem[] = before.items
    .filter(({ objectId }) => ended.has(objectId.toLowerCase()))
    .map((item) => ({ ...item, verdict: 'exposed', outcome: null }));
  if (items.length === 0) return null;
  const { requester, origin, rules, reason } = before;
  const content = {
    ...{ action: 'block' as const, requester, owner: null, until: null, isUrgent: false, follows: before.id, reason },
    rules: { ...rules, executionMs: EXECUTION_MS },
    items,
  };
  const hash = contentHash(content);
  const deadline = new Date(Date.parse(now) + EXECUTION_MS).toISOString();
  return {
    ...content,
    id: ids.requestId(),
    state: 'approved',
    version: 1,
    // Who agreed to the unblock agreed to its end.
    decisions: approvalsOf(before).map((decision) => ({ ...decision, content: hash })),
    ...{ leftOut: [], review: null, reminders: 0, reach: null, contentHash: hash, origin },
    ...{ createdAt: now, expiresAt: deadline, runBy: deadline, changedAt: now },
  };
}

/** Stores it and has it run; its card stands wherever the other's does, and with the owner. */
export async function beginFollowUp(
  request: Request,
  before: Request,
  ownerChats: readonly string[],
  work: Work,
): Promise<void> {
  const { id, version } = request;
  await work.requests.insert(request);
  await work.record.append(about(request, 'request.created', BOT, { detail: facts(request) }));
  const cards = await work.deliveries.ofSubject({ kind: 'request', id: before.id });
  const standing = cards.filter(({ slot, state }) => slot === 0 && state !== 'dead');
  const known = new Set(standing.map(({ conversationId }) => conversationId));
  const owners = ownerChats.filter((chat) => !known.has(chat));
  await work.deliveries.add({ kind: 'request', id }, version, [
    ...standing.map(({ conversationId, audience }) => ({ conversationId, audience })),
    ...owners.map((conversationId) => ({ conversationId, audience: 'requester' as const })),
  ]);
  await work.jobs.enqueue({ name: 'apply-request', requestId: id });
}
