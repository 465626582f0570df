// `help`: what can be typed.
import { type Command, command } from '../command.js';
import { helpView } from '../views/help.js';

/** Needs the table it stands in, so that nothing is listed twice. */
export function help(all: () => readonly Command[]): Command {
  return command({
    name: 'help',
    aliases: ['?', 'hello', 'hi', 'start', 'commands'],
    usage: '',
    summary: 'Show what can be typed.',
    role: 'anyone',
    discloses: false,
    changesNothing: true,
    fromText: () => null,
    fromCard: () => null,
    run: async () => ({ kind: 'card', view: helpView(all().filter((one) => !one.hidden)) }),
  });
}
