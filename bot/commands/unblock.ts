// `unblock`: asks for sign-in to be allowed until a date; at its end the mailbox is blocked again.
import { ask } from '../ask.js';
import { type AskInput, askFromCard, askFromText } from '../ask-input.js';
import { command } from '../command.js';

export const unblock = command<AskInput>({
  name: 'unblock',
  aliases: ['enable'],
  usage: '<mailbox…> for 2h <reason>',
  summary: 'Ask for sign-in to be allowed for a time; then it is blocked again.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  fromText: askFromText,
  fromCard: askFromCard,
  run: (input, turn, services) => ask('unblock', input, turn, services),
});
