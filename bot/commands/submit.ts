// Submit: the preview's button. Only now is anything asked for.
import { createRequest } from '../../src/approvals/create-request.js';
import { command, type Reply, type Turn } from '../command.js';
import { type DraftInput, draftFromCard, draftFromText, loadDraft } from '../preview-reply.js';
import { showRequest } from '../request-reply.js';
import type { Services } from '../services.js';
import { noticeView } from '../views/notice.js';

export const submit = command<DraftInput>({
  name: 'submit',
  aliases: [],
  usage: '',
  summary: 'Send the request of a preview.',
  role: 'operator',
  discloses: true,
  hidden: true,
  fromText: draftFromText,
  fromCard: draftFromCard,
  run: ({ draftId }, turn, services) => send(draftId, turn, services),
});

async function send(draftId: string, turn: Turn, services: Services): Promise<Reply> {
  const draft = await loadDraft(draftId, turn, services);
  const sending = { draft, by: turn.actor, correlationId: turn.correlationId, activityId: turn.cardActivityId };
  const { request, leftOut, isNew } = await createRequest(sending, services.settings, services.create);
  if (isNew || draft.requestId === request.id) return showRequest(request, draft.audience, turn, services);
  const others = leftOut.length > 1 ? ` ${leftOut.join(' ')}` : '';
  const text = `Request ${request.id} for this is open already. Type "request ${request.id}" to see it.${others}`;
  return { kind: 'message', view: noticeView({ title: 'Asked for already', text }) };
}
