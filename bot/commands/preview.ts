// Preview: another page of what is about to be asked for.
import { command } from '../command.js';
import { type DraftInput, draftFromCard, draftFromText, loadDraft, showPreview } from '../preview-reply.js';

export const preview = command<DraftInput>({
  name: 'preview',
  aliases: [],
  usage: '',
  summary: 'Show a page of a preview.',
  role: 'operator',
  discloses: true,
  hidden: true,
  fromText: draftFromText,
  fromCard: draftFromCard,
  async run({ draftId, page }, turn, services) {
    const draft = await loadDraft(draftId, turn, services);
    return { kind: 'card', view: await showPreview(draft, page, turn, services) };
  },
});
