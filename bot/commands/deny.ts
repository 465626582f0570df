// `deny`: the second person's no, with a reason.
import { command } from '../command.js';
import { decide } from '../decide-reply.js';
import { type RequestInput, requestFromCard, requestFromText } from '../request-reply.js';

export const deny = command<RequestInput>({
  name: 'deny',
  aliases: ['reject', 'decline'],
  usage: '<id> <reason>',
  summary: 'Deny a request, saying why.',
  role: 'approver',
  menu: ['personal'],
  discloses: true,
  fromText: requestFromText,
  fromCard: requestFromCard,
  run: (input, turn, services) => decide('deny', input, turn, services),
});
