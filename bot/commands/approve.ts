// `approve`: the second person's yes.
import { command } from '../command.js';
import { decide } from '../decide-reply.js';
import { type RequestInput, requestFromCard, requestFromText } from '../request-reply.js';

export const approve = command<RequestInput>({
  name: 'approve',
  aliases: ['accept'],
  usage: '<id>',
  summary: 'Approve a request that someone else made.',
  role: 'approver',
  discloses: true,
  fromText: requestFromText,
  fromCard: requestFromCard,
  run: (input, turn, services) => decide('approve', input, turn, services),
});
