// Preview: a page of what is about to be asked for, once everything is said that it needs.
import { command } from '../command.js';
import { type DraftInput, draftFromCard, draftFromText, goOn, loadDraft } from '../preview-reply.js';

export const preview = command<DraftInput>({
  name: 'preview',
  aliases: [],
  usage: '',
  summary: 'Show a page of a preview.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  hidden: true,
  fromText: draftFromText,
  fromCard: draftFromCard,
  async run(input, turn, services) {
    return goOn(await loadDraft(input.draftId, turn, services), input, turn, services);
  },
});
