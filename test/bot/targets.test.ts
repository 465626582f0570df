// Which mailboxes a line names, and where its reason begins.
import assert from 'node:assert/strict';
import { readOneTarget, readTargets } from '../../bot/targets.js';

const ID = '7d3c1f1e-0b5e-4d6c-9d11-6a2f4f2b8a01';

describe('targets', () => {
  const cases: readonly (readonly [words: string, named: readonly string[], rest: string])[] = [
    ['', [], ''],
    ['Reception left unused', [], 'Reception left unused'],
    ['reception@contoso.example left unused', ['reception@contoso.example'], 'left unused'],
    ['"Front Desk" left unused', ['Front Desk'], 'left unused'],
    [`${ID} left unused`, [ID], 'left unused'],
    [
      'a@x.example, b@x.example; "Front Desk" and c@x.example unused',
      ['a@x.example', 'b@x.example', 'Front Desk', 'c@x.example'],
      'unused',
    ],
    ['a@x.example a@x.example twice', ['a@x.example'], 'twice'],
    ['a@x.example because boss@x.example asked', ['a@x.example'], 'because boss@x.example asked'],
    ['a@x.example: old', ['a@x.example'], 'old'],
    ['a@x.example and nobody uses it', ['a@x.example'], 'and nobody uses it'],
    ['"unclosed quote', [], '"unclosed quote'],
  ];
  for (const [words, named, rest] of cases) {
    it(JSON.stringify(words), () => assert.deepEqual(readTargets(words), { named, rest }));
  }

  it('takes a whole line as one name, with or without quotes', () => {
    assert.equal(readOneTarget('"Front Desk"'), 'Front Desk');
    assert.equal(readOneTarget(' Front Desk '), 'Front Desk');
  });

  it('reads hostile lines in no time', () => {
    const startedAt = process.hrtime.bigint();
    readTargets(`${'"'.repeat(2000)}${'a@'.repeat(2000)}`);
    readTargets('and '.repeat(1000));
    assert.ok(process.hrtime.bigint() - startedAt < 500_000_000n);
  });
});
