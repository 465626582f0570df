// `request`: one request with its newest state.
import { command } from '../command.js';
import {
  audienceFor,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
  turnCopy,
} from '../request-reply.js';

export const request = command<RequestInput>({
  name: 'request',
  aliases: [],
  usage: '<id>',
  summary: 'Show one request.',
  role: 'reader',
  discloses: true,
  changesNothing: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId, page, turns }, turn, services) {
    const found = await loadRequest(requestId, services);
    const audience = turn.place.kind === 'personal' ? await audienceFor(found, turn, services) : 'place';
    if (turns) await turnCopy(found, page, turn, services);
    const shown = await showRequest(found, audience, turn, services, { page });
    // Opened from a list it becomes a message of its own: the list stays, and the card is kept up to date.
    return turns ? shown : { ...shown, kind: 'message' };
  },
});
