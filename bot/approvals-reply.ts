// The answers of `approvals`: the list of those who can be told, and the choice of a place where requests are posted.
import type { Work } from '../src/approvals/ports.js';
import type { RecordEvent } from '../src/audit/entry.js';
import { Refused } from '../src/failure.js';
import { announceAgain } from './announce.js';
import type { Reply, Turn } from './command.js';
import type { Services } from './services.js';
import { rootOf, rootReference } from './thread.js';
import { approvalsView } from './views/approvals.js';
import { noticeView } from './views/notice.js';

/** @throws Refused personal-chat-only where names may not be shown, upstream-* */
export async function showApprovals(page: number, turn: Turn, services: Services): Promise<Reply> {
  const { place, reader, correlationId } = turn;
  if (place.kind !== 'personal' && place.admittedBy === null) throw new Refused({ kind: 'personal-chat-only' });
  const { approvers, installsItself, settings, store } = services;
  const members = await approvers.afresh(correlationId);
  const ids = members.map(({ objectId }) => objectId);
  const chats = await store.places.personalOf(ids);
  const facts = {
    ...{ members, installsItself, page, reader, quorum: settings.quorum },
    withChat: new Set(chats.map(({ personId }) => personId ?? '')),
    installs: await store.installs.ofPeople(ids),
    places: await store.places.ofApprovals(),
    lost: await store.places.lostToApprovals(),
    here: place.kind === 'personal' ? null : place.approvalsBy === null ? ('off' as const) : ('on' as const),
  };
  return { kind: 'card', view: approvalsView(facts) };
}

/** A channel is chosen with all of its threads, wherever in it that was said. Being chosen, a place is admitted too. */
export async function keepPosting(wanted: boolean, turn: Turn, services: Services): Promise<Reply> {
  const { place } = turn;
  if (place.kind === 'personal') {
    const text =
      'Approvers hear of requests in their own chats anyway. Type this in a group chat or channel to have them posted there as well.';
    return { kind: 'card', view: noticeView({ title: 'Nothing to do', text }) };
  }
  if (!wanted && place.approvalsBy === null) {
    const text = 'Requests are not posted here. “approvals here” has them posted.';
    return { kind: 'card', view: noticeView({ title: 'Nothing to do', text }) };
  }
  const { ledger, requests } = services.store;
  await ledger.transaction((work) => choose(wanted, turn, services.clock.now(), work));
  await announceAgain({ ledger, requests });
  return { kind: 'card', view: noticeView(wanted ? ON : OFF) };
}

const ON = {
  title: '✓ Requests are posted here',
  tone: 'good',
  text: 'Each new request is posted here, with its reminders, besides the approvers’ own chats. Approvers decide after pressing Review. Everyone in this place can now read mailbox names and sign-in states here.',
} as const;
const OFF = {
  title: 'Requests are not posted here any more',
  text: 'The cards that stand here stay up to date. Approvers still hear of requests in their own chats.',
} as const;

async function choose(wanted: boolean, { actor, place, correlationId }: Turn, at: string, work: Work): Promise<void> {
  const root = rootOf(place.conversationId);
  const record = async (event: RecordEvent): Promise<void> =>
    work.record.append({
      ...{ event, at, actor: { kind: 'person', ...actor }, requestId: null, mailbox: null },
      ...{ microsoftRequestId: null, correlationId, detail: { place: root, kind: place.kind, name: place.name } },
    });
  if (wanted) {
    const reference = rootReference(place.reference, root);
    await work.places.remember({ ...place, conversationId: root, reference }, at);
    if (place.admittedBy === null) {
      await work.places.admit(root, actor, at);
      await record('place.admitted');
    }
  }
  await work.places.postApprovals(root, wanted ? actor : null);
  await record(wanted ? 'place.approvals-on' : 'place.approvals-off');
}
