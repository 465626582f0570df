// The end of an exemption: blocks again what was unblocked for a time, as it was agreed, and tells those whom it concerns.
import type { ExemptionNotice } from '../delivery/notice.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import { contentHash } from './content-hash.js';
import { facts } from './create-request.js';
import { about, BOT } from './narrate.js';
import type { Clock, Ids, Ledger, Requests, Work } from './ports.js';
import type { Request, RequestItem } from './request.js';

export interface EndDoors {
  readonly ledger: Ledger;
  readonly requests: Pick<Requests, 'load'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly mode: 'enforce' | 'watch';
  /** Conversation ids of the chats that these people have with the bot. */
  chatsOf(objectIds: readonly string[]): Promise<readonly string[]>;
}

/** What was agreed to must come to pass however long Microsoft is away. */
const EXECUTION_MS = 7 * 86_400_000;

/** Deals with an end once, however often and on however many instances it is called; early, it plans itself again. */
export async function endExemption(objectId: string, until: string, doors: EndDoors): Promise<void> {
  const chats = await chatsOfOwner(objectId, until, doors);
  await doors.ledger.transaction(async (work) => {
    const exemption = await work.exemptions.running(objectId);
    // Prolonged, shortened or ended by a block: another job deals with that.
    if (exemption === null || exemption.until !== until) return;
    const now = doors.clock.now();
    const waitMs = Date.parse(until) - Date.parse(now);
    if (waitMs > 0) {
      await work.jobs.enqueue({ name: 'end-exemption', objectId, until }, { afterMs: waitMs });
      return;
    }
    await work.exemptions.end(objectId, now);
    const request = await work.requests.load(exemption.requestId);
    const follow = request === null ? null : followUp(request, exemption, now, doors);
    await work.record.append({
      ...{ event: 'exemption.ended', at: now, actor: BOT, mailbox: objectId },
      ...{ requestId: exemption.requestId, microsoftRequestId: null, correlationId: null },
      detail: { kind: exemption.kind, until, next: follow?.id ?? null },
    });
    if (request !== null && follow !== null) await begin(follow, request, work);
    else await tell(noticeOf(exemption, request, 'ended', false), chats, work);
  });
}

/** Warns the owner before the end, once. */
export async function warnExemption(objectId: string, until: string, doors: EndDoors): Promise<void> {
  const chats = await chatsOfOwner(objectId, until, doors);
  await doors.ledger.transaction(async (work) => {
    const exemption = await work.exemptions.running(objectId);
    if (exemption === null || exemption.until !== until) return;
    const request = await work.requests.load(exemption.requestId);
    const blocks = exemption.kind === 'unblock' && doors.mode === 'enforce';
    await work.record.append({
      ...{ event: 'exemption.warned', at: doors.clock.now(), actor: BOT, mailbox: objectId },
      ...{ requestId: exemption.requestId, microsoftRequestId: null, correlationId: null },
      detail: { kind: exemption.kind, until, told: chats.length },
    });
    await tell(noticeOf(exemption, request, 'ending', blocks), chats, work);
  });
}

/** The owner and who asked: one of them knows whether it is still needed. */
async function chatsOfOwner(objectId: string, until: string, doors: EndDoors): Promise<readonly string[]> {
  const exemption = await doors.ledger.transaction((work) => work.exemptions.running(objectId));
  if (exemption === null || exemption.until !== until) return [];
  const request = await doors.requests.load(exemption.requestId);
  const people = new Set([exemption.ownerId, request?.requester.objectId ?? exemption.ownerId]);
  return doors.chatsOf([...people]);
}

/** The block that was agreed on together with the unblock; null where nothing is to be written. */
function followUp(before: Request, exemption: Exemption, now: string, doors: EndDoors): Request | null {
  const item = itemOf(before, exemption);
  if (exemption.kind !== 'unblock' || doors.mode === 'watch' || item === undefined) return null;
  const { requester, origin, rules } = before;
  const content = {
    ...{ action: 'block' as const, requester, owner: null, until: null, isUrgent: false, follows: before.id },
    reason: before.reason,
    rules: { ...rules, executionMs: EXECUTION_MS },
    items: [{ ...item, verdict: 'exposed' as const, outcome: null }],
  };
  const hash = contentHash(content);
  const deadline = new Date(Date.parse(now) + EXECUTION_MS).toISOString();
  return {
    ...content,
    id: doors.ids.requestId(),
    state: 'approved',
    version: 1,
    // Who agreed to the unblock agreed to its end.
    decisions: before.decisions
      .filter(({ verdict, content: list }) => verdict === 'approve' && list === before.contentHash)
      .map((decision) => ({ ...decision, content: hash })),
    ...{ leftOut: [], review: null, reminders: 0, reach: null, contentHash: hash, origin },
    ...{ createdAt: now, expiresAt: deadline, runBy: deadline, changedAt: now },
  };
}

async function begin(request: Request, before: Request, work: Work): Promise<void> {
  const { id, version } = request;
  await work.requests.insert(request);
  await work.record.append(about(request, 'request.created', BOT, { detail: facts(request) }));
  const cards = await work.deliveries.ofSubject({ kind: 'request', id: before.id });
  const standing = cards.filter(({ slot, state }) => slot === 0 && state !== 'dead');
  const recipients = standing.map(({ conversationId, audience }) => ({ conversationId, audience }));
  await work.deliveries.add({ kind: 'request', id }, version, recipients);
  await work.jobs.enqueue({ name: 'apply-request', requestId: id });
}

function itemOf({ items }: Request, { objectId }: Exemption): RequestItem | undefined {
  return items.find((item) => item.objectId.toLowerCase() === objectId.toLowerCase());
}

function noticeOf(
  exemption: Exemption,
  request: Request | null,
  state: ExemptionNotice['state'],
  blocksAtEnd: boolean,
): ExemptionNotice {
  const { objectId, kind, until, ownerName, reason, requestId } = exemption;
  const item = request === null ? undefined : itemOf(request, exemption);
  const { displayName = objectId, address = '', type = 'SharedMailbox' } = item ?? {};
  return {
    kind: 'exemption',
    id: `${objectId} ${until}`,
    mailbox: { objectId, displayName, address, type },
    ...{ exemption: kind, ownerName, reason, requestId, until, state, blocksAtEnd },
  };
}

async function tell(notice: ExemptionNotice, chats: readonly string[], work: Work): Promise<void> {
  const version = await work.notices.put(notice);
  const subject = { kind: 'notice', id: notice.id } as const;
  await work.deliveries.touch(subject, version);
  const recipients = chats.map((conversationId) => ({ conversationId, audience: 'requester' as const }));
  await work.deliveries.add(subject, version, recipients);
}
