// The app's manifest says what the bot really understands. UPDATE_MANIFEST=1 writes the command menu from the table.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { commands } from '../bot/commands/index.js';

interface Manifest {
  readonly bots: readonly [
    { readonly commandLists: readonly [{ commands: readonly { title: string; description: string }[] }] },
  ];
}

const FILE = 'appPackage/manifest.json';

/** Width and height of a PNG, from its header. */
function sizeOf(file: string): readonly [number, number] {
  const bytes = readFileSync(file);
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('app package', () => {
  const menu = commands
    .filter((command) => !command.hidden)
    .map(({ name, summary }) => ({ title: name === 'admit' ? 'admit here' : name, description: summary }));

  it('offers exactly the commands of the table', () => {
    const manifest = JSON.parse(readFileSync(FILE, 'utf8')) as Manifest;
    if (process.env['UPDATE_MANIFEST'] === '1') {
      manifest.bots[0].commandLists[0].commands = menu;
      writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
    }
    assert.deepEqual(manifest.bots[0].commandLists[0].commands, menu);
  });

  it('keeps to what the menu can show', () => {
    assert.ok(menu.length <= 12);
    for (const { title, description } of menu) assert.ok(title.length <= 32 && description.length <= 128);
  });

  it('has icons of the sizes Teams asks for', () => {
    assert.deepEqual(sizeOf('appPackage/color.png'), [192, 192]);
    assert.deepEqual(sizeOf('appPackage/outline.png'), [32, 32]);
  });
});
