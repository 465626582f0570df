// Review: in a group or channel, shows the decision buttons to the approver who pressed, and to nobody else.
import { command } from '../command.js';
import {
  audienceFor,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
} from '../request-reply.js';

export const review = command<RequestInput>({
  name: 'review',
  aliases: [],
  usage: '<id>',
  summary: 'Review a request.',
  role: 'approver',
  discloses: true,
  changesNothing: true,
  hidden: true,
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId, page }, turn, services) {
    const found = await loadRequest(requestId, services);
    return showRequest(found, await audienceFor(found, turn, services), turn, services, { page });
  },
});
