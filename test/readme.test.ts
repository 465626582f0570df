// The README's table shows the commands that stand in a menu, as the table of commands has them. UPDATE_README=1 writes it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { commands } from '../bot/commands/index.js';

const BETWEEN = /(<!-- commands -->\n)[\s\S]*?(<!-- \/commands -->)/u;

const TABLE = '\n| type | to |\n| --- | --- |\n';

describe('README', () => {
  it('lists every command of a menu as the table has it', () => {
    const rows = commands
      .filter((command) => !command.hidden && command.menu.length > 0)
      .map(({ name, usage, summary }) => `| \`${`${name} ${usage}`.trim().replaceAll('|', '\\|')}\` | ${summary} |\n`);
    rows.push('\n');
    const before = readFileSync('README.md', 'utf8');
    const after = before.replace(BETWEEN, (_, start: string, end: string) => start + TABLE + rows.join('') + end);
    if (process.env['UPDATE_README'] === '1') writeFileSync('README.md', after);
    else assert.equal(before, after);
  });
});
