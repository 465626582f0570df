// Warns the owner before an exemption ends, once.
import type { EndDoors } from './end-exemption.js';
import { exemptedMailbox, noticeAbout, noticeIdOf, putNotice } from './exemption-notice.js';
import { aboutExemption } from './narrate.js';
import { whoHears } from './tell-exemption.js';

/** Says when the exemptions of a request end, as long as that is still to come. A second call finds it said. */
export async function warnExemption(requestId: string, doors: EndDoors): Promise<void> {
  const request = await doors.requests.load(requestId);
  const [known] = await doors.ledger.transaction((work) => work.exemptions.runningOf(requestId));
  if (known === undefined) return;
  const { chats, insteadOf } = await whoHears(known, request, doors);
  await doors.ledger.transaction(async (work) => {
    const running = await work.exemptions.runningOf(requestId);
    const now = doors.clock.now();
    if (running.length === 0 || running.every(({ until }) => Date.parse(until) <= Date.parse(now))) return;
    if ((await work.notices.load(noticeIdOf(requestId))) !== null) return;
    const blocksAtEnd = known.kind === 'unblock' && doors.mode === 'enforce';
    const mailboxOf = (one: { readonly objectId: string }) => exemptedMailbox(one, request, 'ending', null);
    const notice = noticeAbout(running, mailboxOf, { blocksAtEnd, follow: null, insteadOf }, null);
    if (notice === null) return;
    for (const one of running) {
      const detail = { until: one.until, told: chats.length };
      await work.record.append(aboutExemption(one, 'exemption.warned', now, detail));
    }
    const version = await putNotice(notice, work);
    const recipients = chats.map((conversationId) => ({ conversationId, audience: 'requester' as const }));
    await work.deliveries.add({ kind: 'notice', id: notice.id }, version, recipients);
    if (chats.length === 0) doors.untold(requestId);
  });
}
