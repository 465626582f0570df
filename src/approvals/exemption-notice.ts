// The message about exemptions that end: one for each request, kept true whatever happens to its mailboxes.
import type { ExemptedMailbox, ExemptionNotice, ExemptionState } from '../delivery/notice.js';
import type { Exemption } from '../mailboxes/mailbox.js';
import type { Work } from './ports.js';
import type { Request } from './request.js';

/** Its id, made of the id of the request. */
export function noticeIdOf(requestId: string): string {
  return `exemption ${requestId}`;
}

/** What is said about all of its mailboxes. */
export type Said = Pick<ExemptionNotice, 'blocksAtEnd' | 'follow' | 'insteadOf'>;

/**
 * The notice about these exemptions of one request. A mailbox that stands on it already and is not among them stays as it is:
 * another end was agreed on for it, or it was blocked.
 * @param mailboxes at least one
 */
export function noticeAbout(
  exemptions: readonly Exemption[],
  mailboxOf: (exemption: Exemption) => ExemptedMailbox,
  said: Said,
  standing: ExemptionNotice | null,
): ExemptionNotice | null {
  const [first] = exemptions;
  if (first === undefined) return null;
  const { kind, ownerName, reason, requestId, until } = first;
  const ids = new Set(exemptions.map(({ objectId }) => objectId));
  const others = (standing?.mailboxes ?? []).filter(({ objectId }) => !ids.has(objectId));
  const mailboxes = [...exemptions.map(mailboxOf), ...others];
  return {
    ...{ kind: 'exemption', id: noticeIdOf(requestId), exemption: kind, ownerName, reason, requestId, until },
    ...said,
    mailboxes,
  };
}

/** A mailbox of an exemption as its request names it. */
export function exemptedMailbox(
  { objectId }: Pick<Exemption, 'objectId'>,
  request: Pick<Request, 'items'> | null,
  state: ExemptionState,
  verdict: ExemptedMailbox['verdict'],
): ExemptedMailbox {
  const item = request?.items.find((one) => one.objectId.toLowerCase() === objectId);
  const { displayName = objectId, address = '', type = 'SharedMailbox' } = item ?? {};
  return { objectId, displayName, address, type, state, verdict };
}

type NoticeWork = Pick<Work, 'notices' | 'deliveries'>;

/** Stores the notice, and has the cards that stand show it. */
export async function putNotice(notice: ExemptionNotice, { notices, deliveries }: NoticeWork): Promise<number> {
  const version = await notices.put(notice);
  await deliveries.touch({ kind: 'notice', id: notice.id }, version);
  return version;
}

/** Says on the notice about this exemption, where there is one, what became of its mailbox since. */
export async function markOnNotice(
  { objectId, requestId }: Pick<Exemption, 'objectId' | 'requestId'>,
  state: 'extended' | 'blocked',
  work: NoticeWork,
): Promise<void> {
  const notice = await work.notices.load(noticeIdOf(requestId));
  if (notice?.kind !== 'exemption') return;
  const before = notice.mailboxes.find((one) => one.objectId === objectId);
  if (before === undefined || before.state === state) return;
  const mailboxes = notice.mailboxes.map((one) => (one === before ? { ...one, state, verdict: null } : one));
  await putNotice({ ...notice, mailboxes }, work);
}
