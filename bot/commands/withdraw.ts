// `withdraw`: the requester takes a pending request back.
import { withdrawRequest } from '../../src/approvals/withdraw-request.js';
import { command } from '../command.js';
import {
  adoptCopy,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
} from '../request-reply.js';

export const withdraw = command<RequestInput>({
  name: 'withdraw',
  aliases: ['cancel', 'revoke'],
  usage: '<id>',
  summary: 'Take back a request of your own that nobody has decided.',
  role: 'reader',
  discloses: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId }, turn, services) {
    const before = await loadRequest(requestId, services);
    const audience = turn.place.kind === 'personal' ? 'requester' : 'place';
    await adoptCopy(before, audience, turn, services);
    const { actor: by, correlationId } = turn;
    const after = await withdrawRequest({ requestId: before.id, by, correlationId }, services.decide);
    return showRequest(after, audience, turn);
  },
});
