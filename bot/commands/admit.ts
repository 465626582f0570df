// `admit here`: an approver allows tenant data in this group chat or channel.
import { Refused } from '../../src/failure.js';
import { command } from '../command.js';
import { rootOf, rootReference } from '../thread.js';
import { noticeView } from '../views/notice.js';

export const admit = command<string>({
  name: 'admit',
  aliases: [],
  usage: 'here',
  summary: 'Allow mailbox details in this chat or channel (approvers).',
  role: 'approver',
  discloses: false,
  menu: ['places'],
  fromText: (text) => text,
  fromCard: () => 'here',
  async run(said, { actor, place, correlationId }, { store, clock }) {
    if (said.toLowerCase() !== 'here') throw new Refused({ kind: 'bad-argument', said, expected: '"admit here"' });
    if (place.kind === 'personal') {
      const text = 'A personal chat needs no admission: only you read it.';
      return { kind: 'card', view: noticeView({ title: 'Nothing to do', text }) };
    }
    const at = clock.now();
    const root = rootOf(place.conversationId);
    await store.places.remember(
      { ...place, conversationId: root, reference: rootReference(place.reference, root) },
      at,
    );
    await store.places.admit(root, actor, at);
    await store.record.append({
      event: 'place.admitted',
      at,
      actor: { kind: 'person', ...actor },
      requestId: null,
      mailbox: null,
      microsoftRequestId: null,
      correlationId,
      detail: { place: root, kind: place.kind, name: place.name },
    });
    const text =
      'Everyone in this chat can now read mailbox names and sign-in states here, when an operator or approver asks.';
    return { kind: 'card', view: noticeView({ title: 'Admitted', text }) };
  },
});
