// Text from outside: whatever it was, on a card it is visible, short and inert.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nameOnCard, onCard, plain, plainName } from '../../../bot/views/plain.js';
import { HOSTILE, hostileNames } from '../../cards/hostile.js';

const HIDDEN = /[\p{Cc}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom(...hostileNames, '${', '{{', '\u202e', '\ud83d', 'e\u0301', ' '), { maxLength: 6 })
    .map((parts) => parts.join('')),
);

describe('plain', () => {
  it('leaves nothing hidden, nothing that starts an expression, and at most the limit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 200 }), (text, limit) => {
        const shown = plain(text, limit);
        assert.doesNotMatch(shown, HIDDEN);
        assert.doesNotMatch(shown, /\$\{|\{\{|\n|\s\s/u);
        assert.ok(shown.length <= limit, `${shown.length} of ${limit}`);
        assert.ok(Buffer.byteLength(shown) <= Math.max(3, limit * 1.5));
        assert.equal(shown, shown.trim());
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing when it is done again', () => {
    fc.assert(fc.property(anyText, (text) => assert.equal(plain(plain(text)), plain(text))));
  });

  it('leaves ordinary names as they are', () => {
    for (const name of ['Front Desk', 'Zoë’s Café – Ürümqi', '会議室 4', 'R&D <lab> #7', 'חדר ישיבות', '👩‍👩‍👧 Family'])
      assert.equal(plain(name), name);
  });

  it('cuts between characters, with a mark', () => {
    assert.equal(plain('abcdef', 4), 'abc…');
    assert.equal(plain('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12, 99), '👩‍👩‍👧‍👦…');
    assert.equal([...plain(HOSTILE.allEmoji)].length, 48);
    assert.equal(plain(HOSTILE.threeBytes).length, 64);
  });

  it('breaks an expression that invisible characters were hiding', () => {
    assert.equal(plain('$\u200b{x} {\u202e{DATE()}}'), '$ {x} { {DATE()}}');
  });

  it('keeps no tower of marks', () => assert.ok(plain(HOSTILE.stacked).length < 20));
});

describe('plainName', () => {
  it('says so when nothing of a name can be seen', () => {
    for (const name of ['', '   ', HOSTILE.invisible, '\u2800\u2800', '\u200d'])
      assert.equal(plainName(name), '(no name)');
  });
});

describe('onCard', () => {
  it('gives long words places to break, and changes nothing else', () => {
    const shown = nameOnCard(HOSTILE.unbroken);
    assert.ok(shown.split('\u200b').every((piece) => piece.length <= 32));
    assert.equal(shown.replaceAll('\u200b', ''), plain(HOSTILE.unbroken));
    for (const fits of ['frontdesk@contoso.example', '(ffffffff-aaaa-4bbb-8ccc-dddddddddddd).', 'i'.repeat(40)])
      assert.equal(onCard(fits), fits);
    const wide = `${'w'.repeat(20)}@contoso.example`;
    assert.notEqual(onCard(wide), wide, 'a short word of wide letters');
    assert.equal(onCard(wide).replaceAll('\u200b', ''), wide);
  });
});
