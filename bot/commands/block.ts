// `block`: asks for sign-in to be blocked; a second person decides.
import { ask } from '../ask.js';
import { type AskInput, askFromCard, askFromText } from '../ask-input.js';
import { command } from '../command.js';

export const block = command<AskInput>({
  name: 'block',
  aliases: ['disable'],
  usage: '<mailbox…> [urgent] <reason>',
  summary: 'Ask for sign-in to be blocked; another person approves.',
  role: 'operator',
  discloses: true,
  changesNothing: true,
  fromText: askFromText,
  fromCard: askFromCard,
  run: (input, turn, services) => ask('block', input, turn, services),
});
