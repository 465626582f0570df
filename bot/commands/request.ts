// `request`: one request with its newest state.
import { command } from '../command.js';
import {
  audienceFor,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
} from '../request-reply.js';

export const request = command<RequestInput>({
  name: 'request',
  aliases: [],
  usage: '<id>',
  summary: 'Show one request.',
  role: 'reader',
  discloses: true,
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId, page }, turn, services) {
    const found = await loadRequest(requestId, services);
    const audience = turn.place.kind === 'personal' ? await audienceFor(found, turn, services) : 'place';
    return showRequest(found, audience, turn, page);
  },
});
