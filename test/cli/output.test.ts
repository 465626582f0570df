// What goes to a terminal: columns that stay straight, text that cannot move the cursor, and a bar only where somebody looks.
import assert from 'node:assert/strict';
import { progressOn } from '../../cli/output/progress.js';
import { table, terminalText } from '../../cli/output/terminal-text.js';
import { hostileNames } from '../cards/hostile.js';

describe('terminal output', () => {
  it('lets nothing through that a terminal would obey', () => {
    assert.equal(terminalText('a\u001b[31mred\u0007\u202etxet\u2066 \u0000end'), 'a[31mredtxet end');
    for (const name of hostileNames) {
      assert.doesNotMatch(terminalText(name), /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it('keeps columns straight with wide characters, and cuts what is too long', () => {
    const lines = table(
      ['name', 'x'],
      [
        ['漢字', '1'],
        ['abc', '2'],
        ['y'.repeat(100), '3'],
      ],
    ).split('\n');
    assert.equal(lines[1], `漢字${' '.repeat(58)}1`);
    assert.equal(lines[2], `abc${' '.repeat(59)}2`);
    assert.equal(lines[3], `${'y'.repeat(59)}…  3`);
  });

  it('draws a bar on a terminal, within its width, and takes it away', () => {
    let drawn = '';
    const write = (text: string): void => {
      drawn += text;
    };
    const err = { isTTY: true, columns: 60, write };
    const progress = progressOn(err as unknown as Parameters<typeof progressOn>[0]);
    progress.phase('Listing mailboxes');
    progress.advance(1000);
    assert.match(drawn, /Listing mailboxes: 1,000$/u);
    progress.phase('Reading accounts', 4000);
    progress.advance(1000);
    assert.match(drawn, /Reading accounts: \[#{6}-{18}\] 1,000 of 4,000$/u);
    progress.end();
    assert.ok(drawn.endsWith('\r\u001b[2K'));
    drawn = '';
    const quiet = progressOn({ write: () => assert.fail('written') } as unknown as Parameters<typeof progressOn>[0]);
    quiet.phase('Listing', 5);
    quiet.advance(5);
    quiet.end();
  });
});
