// Help: the commands there are, each on two short lines.
import { buttons, STEP } from './button.js';
import type { View } from './view.js';

/** A command as the table of commands describes it. */
export interface CommandHelp {
  readonly name: string;
  /** What stands after the name; empty when nothing does. */
  readonly usage: string;
  readonly summary: string;
  readonly role: 'anyone' | 'reader' | 'operator' | 'approver';
  /** Buttons only: not listed. */
  readonly hidden: boolean;
}

const ROLE_WORD: Readonly<Record<CommandHelp['role'], string>> = {
  anyone: '',
  reader: 'operators and approvers',
  operator: 'operators',
  approver: 'approvers',
};

/** The help card, from the bot's own table of commands. */
export function helpView(commands: readonly CommandHelp[]): View<'help'> {
  const listed = commands.filter(({ hidden }) => !hidden);
  return {
    card: 'help',
    summary: `Commands: ${listed.map(({ name }) => name).join(', ')}`,
    data: {
      commands: listed.map(({ name, usage, summary, role }) => ({
        usage: `${name} ${usage}`.trim(),
        summary,
        role: ROLE_WORD[role],
      })),
      hint: 'Name a mailbox by its address, its object id or its name in quotes.',
      buttons: buttons([STEP.list, STEP.requests]),
    },
  };
}
