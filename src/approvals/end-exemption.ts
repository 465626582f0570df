// The end of exemptions: blocks again what was unblocked for a time, as it was agreed, and tells those whom it concerns.
import type { ExemptionNotice } from '../delivery/notice.js';
import type { AssessedMailbox, Exemption } from '../mailboxes/mailbox.js';
import { exemptedMailbox, noticeAbout, noticeIdOf, putNotice } from './exemption-notice.js';
import { beginFollowUp, followUp } from './follow-up.js';
import { aboutExemption } from './narrate.js';
import type { Clock, Ids, Ledger, Requests, Work } from './ports.js';
import type { Request } from './request.js';
import { type TellDoors, type Told, whoHears } from './tell-exemption.js';

export interface EndDoors extends TellDoors {
  readonly ledger: Ledger;
  readonly requests: Pick<Requests, 'load'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly mode: 'enforce' | 'watch';
  /** These mailboxes judged as if no exemption were in force, by object id: read now, or as last known where Microsoft is away. */
  withoutExemption(objectIds: readonly string[]): Promise<ReadonlyMap<string, AssessedMailbox>>;
  /** Told of each mailbox whose exemption is over, so that lists show it. */
  ended(mailbox: AssessedMailbox): Promise<void>;
  /** Hears that nobody at all could be told. */
  untold(requestId: string): void;
}

/**
 * Deals with the end of what a request exempted, once, however often and on however many instances it is called; early, it
 * plans itself again. What has another end since, or was blocked, is none of its business.
 * @throws Refused upstream-* when whom to tell cannot be read; nothing has ended then
 */
export async function endExemption(requestId: string, doors: EndDoors): Promise<void> {
  const request = await doors.requests.load(requestId);
  const known = await doors.ledger.transaction((work) => work.exemptions.runningOf(requestId));
  const [first] = known;
  if (first === undefined) return;
  if (await planAgainWhenEarly(first, doors)) return;
  const blocks = first.kind === 'unblock' && doors.mode === 'enforce' && request !== null;
  const seen = blocks ? new Map() : await doors.withoutExemption(known.map(({ objectId }) => objectId));
  const told = blocks ? null : await whoHears(first, request, doors);
  const ownerChats = blocks ? await doors.chatsOf([first.ownerId]) : [];
  const ended = await doors.ledger.transaction(async (work) => {
    const due = await work.exemptions.runningOf(requestId);
    if (due.length === 0) return [];
    const now = doors.clock.now();
    const follow = blocks ? followUp(request, due, now, doors.ids) : null;
    for (const one of due) {
      await work.exemptions.end(one.objectId, now);
      const detail = { until: one.until, why: 'over', next: follow?.id ?? null, told: told?.chats.length ?? null };
      await work.record.append(aboutExemption(one, 'exemption.ended', now, detail));
    }
    if (follow !== null && request !== null) await beginFollowUp(follow, request, ownerChats, work);
    await tell(due, { request, follow, seen, told }, work);
    return due;
  });
  if (ended.length > 0 && told?.chats.length === 0) doors.untold(requestId);
  for (const { objectId } of ended) {
    const mailbox = seen.get(objectId);
    if (mailbox !== undefined) await doors.ended(mailbox);
  }
}

async function planAgainWhenEarly({ requestId, until }: Exemption, { ledger, clock }: EndDoors): Promise<boolean> {
  const afterMs = Date.parse(until) - Date.parse(clock.now());
  if (afterMs <= 0) return false;
  await ledger.transaction((work) => work.jobs.enqueue({ name: 'end-exemption', requestId }, { afterMs }));
  return true;
}

interface Ending {
  readonly request: Request | null;
  readonly follow: Request | null;
  readonly seen: ReadonlyMap<string, AssessedMailbox>;
  /** Null where the card of the next request tells it. */
  readonly told: Told | null;
}

/** A mailbox that somebody blocked by hand meanwhile is no news; where all are blocked again, only the warning is mended. */
async function tell(due: readonly Exemption[], ending: Ending, work: Work): Promise<void> {
  const { request, follow, seen, told } = ending;
  const found = await work.notices.load(noticeIdOf(due[0]?.requestId ?? ''));
  const standing = found?.kind === 'exemption' ? found : null;
  const isBlocked = ({ objectId }: Exemption): boolean => seen.get(objectId)?.signIn === 'blocked';
  const isNews = told !== null && !due.every(isBlocked);
  if (standing === null && !isNews) return;
  const mailboxOf = (one: Exemption) =>
    isBlocked(one)
      ? exemptedMailbox(one, request, 'blocked', null)
      : exemptedMailbox(one, request, 'ended', seen.get(one.objectId)?.verdict ?? null);
  const said: Pick<ExemptionNotice, 'blocksAtEnd' | 'follow' | 'insteadOf'> = {
    blocksAtEnd: follow !== null,
    follow: follow?.id ?? null,
    insteadOf: told?.insteadOf ?? standing?.insteadOf ?? null,
  };
  const notice = noticeAbout(due, mailboxOf, said, standing);
  if (notice === null) return;
  const version = await putNotice(notice, work);
  if (!isNews) return;
  // An edit rings nobody's bell: the end is a message of its own beside the warning.
  const recipients = told.chats.map((conversationId) => ({ conversationId, audience: 'requester' as const, slot: 1 }));
  await work.deliveries.add({ kind: 'notice', id: notice.id }, version, recipients);
}
