// The app's command menus, from the bot's own table of commands.
import type { Command, MenuScope } from '../../bot/command.js';

export interface MenuEntry {
  readonly title: string;
  readonly description: string;
  readonly type?: 'prompt';
  readonly prompt?: string;
}

export interface CommandList {
  readonly scopes: readonly string[];
  readonly commands: readonly MenuEntry[];
}

/** The two kinds of places as the manifest names them. */
const SCOPES: Readonly<Record<MenuScope, readonly string[]>> = {
  personal: ['personal'],
  places: ['team', 'groupChat'],
};

/** One list for personal chats and one for group chats and channels, as the manifest's `commandLists` has them. */
export function commandLists(commands: readonly Command[]): readonly CommandList[] {
  return (['personal', 'places'] as const).map((scope) => ({
    scopes: SCOPES[scope],
    commands: commands.filter(({ hidden, menu }) => !hidden && menu.includes(scope)).map(entryOf),
  }));
}

/** Clients that do not know prompts write the title, so it carries the words that always follow the name. */
function entryOf({ name, usage, summary, prompt }: Command): MenuEntry {
  return {
    title: /[<[]/u.test(usage) ? name : `${name} ${usage}`.trim(),
    description: summary,
    ...(prompt !== undefined && { type: 'prompt', prompt }),
  };
}
