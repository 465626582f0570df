// The app's manifest says what the bot really understands. UPDATE_MANIFEST=1 writes the command menu from the table.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { MenuScope } from '../bot/command.js';
import { commands } from '../bot/commands/index.js';

interface MenuEntry {
  readonly title: string;
  readonly description: string;
  readonly type?: 'prompt';
  readonly prompt?: string;
}

interface CommandList {
  readonly scopes: readonly string[];
  readonly commands: readonly MenuEntry[];
}

interface Manifest {
  readonly bots: readonly [{ commandLists: readonly CommandList[] }];
}

const FILE = 'appPackage/manifest.json';

/** Width and height of a PNG, from its header. */
function sizeOf(file: string): readonly [number, number] {
  const bytes = readFileSync(file);
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** What stands in the menu: the name with the words that always follow it, and what choosing it writes. */
function listFor(scope: MenuScope, scopes: readonly string[]): CommandList {
  const listed = commands.filter(({ hidden, menu }) => !hidden && menu.includes(scope));
  return {
    scopes,
    commands: listed.map(({ name, usage, summary: description, prompt }) => ({
      title: /[<[]/u.test(usage) ? name : `${name} ${usage}`.trim(),
      description,
      ...(prompt !== undefined && { type: 'prompt' as const, prompt }),
    })),
  };
}

describe('app package', () => {
  const lists = [listFor('personal', ['personal']), listFor('places', ['team', 'groupChat'])];

  it('offers exactly the commands of the table, with a list for personal chats and one for other places', () => {
    const manifest = JSON.parse(readFileSync(FILE, 'utf8')) as Manifest;
    if (process.env['UPDATE_MANIFEST'] === '1') {
      manifest.bots[0].commandLists = lists;
      writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
    }
    assert.deepEqual(manifest.bots[0].commandLists, lists);
  });

  it('keeps to what the menu can show', () => {
    for (const { scopes, commands: menu } of lists) {
      assert.ok(menu.length <= 12, `${menu.length} commands for ${scopes.join(' and ')}: give one a narrower menu`);
      for (const { title, description } of menu) assert.ok(title.length <= 32 && description.length <= 128, title);
    }
  });

  it('has icons of the sizes Teams asks for', () => {
    assert.deepEqual(sizeOf('appPackage/color.png'), [192, 192]);
    assert.deepEqual(sizeOf('appPackage/outline.png'), [32, 32]);
  });
});
