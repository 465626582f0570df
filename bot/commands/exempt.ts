// `exempt`: asks for sign-in to stay allowed until a date; the mailbox stays watched.
import { ask } from '../ask.js';
import { type AskInput, askFromCard, askFromText } from '../ask-input.js';
import { command } from '../command.js';

export const exempt = command<AskInput>({
  name: 'exempt',
  aliases: ['except'],
  usage: '<mailbox…> until 2027-01-31 <reason>',
  summary: 'Ask for sign-in to stay allowed until a date; it stays watched.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  fromText: askFromText,
  fromCard: askFromCard,
  run: (input, turn, services) => ask('exempt', input, turn, services),
});
