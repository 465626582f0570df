// `retry`: runs what failed of an approved request once more, while its approval holds.
import { resumeRequest } from '../../src/approvals/resume-request.js';
import { command } from '../command.js';
import {
  adoptCopy,
  audienceFor,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
} from '../request-reply.js';

export const retry = command<RequestInput>({
  name: 'retry',
  aliases: ['resume', 'again'],
  usage: '<id>',
  summary: 'Run what failed of an approved request once more.',
  role: 'reader',
  discloses: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId }, turn, services) {
    const before = await loadRequest(requestId, services);
    const audience = turn.place.kind === 'personal' ? await audienceFor(before, turn, services) : 'place';
    const { actor: by, correlationId } = turn;
    const after = await resumeRequest({ requestId: before.id, by, correlationId }, services.decide);
    await adoptCopy(after, audience, turn, services);
    return showRequest(after, audience, turn, services);
  },
});
