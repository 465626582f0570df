// Discard: forgets a preview; what was sent already stays.
import { Refused } from '../../src/failure.js';
import { command } from '../command.js';
import { type DraftInput, draftFromCard, draftFromText, loadDraft } from '../preview-reply.js';
import { noticeView } from '../views/notice.js';

export const discard = command<DraftInput>({
  name: 'discard',
  aliases: [],
  usage: '',
  summary: 'Forget a preview.',
  role: 'operator',
  discloses: false,
  hidden: true,
  fromText: draftFromText,
  fromCard: draftFromCard,
  async run({ draftId }, turn, services) {
    const draft = await loadDraft(draftId, turn, services);
    const by = draft.by.name;
    if (draft.requestId !== null) {
      throw new Refused({ kind: 'request-closed', requestId: draft.requestId, state: 'sent', by });
    }
    await services.store.ledger.transaction((work) => work.drafts.forget(draftId));
    const text = 'Nothing was asked for, and nothing was changed.';
    return { kind: 'card', view: noticeView({ title: 'Preview discarded', text }), settles: true };
  },
});
