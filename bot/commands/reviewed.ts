// `reviewed`: an approver who took no part notes what they found in an urgent request after it ran.
import { reviewRequest } from '../../src/approvals/review-request.js';
import { command } from '../command.js';
import {
  adoptCopy,
  loadRequest,
  type RequestInput,
  requestFromCard,
  requestFromText,
  showRequest,
} from '../request-reply.js';

export const reviewed = command<RequestInput>({
  name: 'reviewed',
  aliases: [],
  usage: '<id> <what you found>',
  summary: 'Keep your review of an urgent request that ran.',
  role: 'approver',
  discloses: true,
  menu: [],
  fromText: requestFromText,
  fromCard: requestFromCard,
  async run({ requestId, reason: note }, turn, services) {
    const before = await loadRequest(requestId, services);
    const { actor: by, correlationId } = turn;
    const { decide, store, approvers } = services;
    const doors = { ...decide, requests: store.requests, approvers: approvers.afresh };
    const after = await reviewRequest({ requestId: before.id, by, correlationId, note }, doors);
    const audience = turn.place.kind === 'personal' ? 'approver' : 'place';
    await adoptCopy(after, audience, turn, services);
    return showRequest(after, audience, turn, services);
  },
});
