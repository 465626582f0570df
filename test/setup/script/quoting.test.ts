// Text put into scripts stays text: bash says so itself; for PowerShell its own rules for single quotes do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { bashScript, quoteBash } from '../../../setup/script/bash.js';
import { powerShellScript, quotePowerShell } from '../../../setup/script/powershell.js';
import { ref, type Step } from '../../../setup/script/step.js';

const NASTY = [
  '',
  ' ',
  "it's",
  "'; touch owned; '",
  '"; touch owned; "',
  '$(touch owned)',
  '`touch owned`',
  '${HOME}',
  'a\\',
  "'$HOME'\\",
  'two\nlines',
  '!!',
  '~',
  '-n',
  '*',
  '#not a comment',
  'ü – 漢字',
  '\u2018\u2019\u201A\u201B',
];
/** Anything a command line can hold: no NUL, and no halves of characters. */
const text = fc
  .oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 20 }))
  .filter((one) => !one.includes('\0'));

/** A literal as PowerShell reads it: single quotes, in any of their forms, end it unless doubled. */
function readPowerShell(literal: string): string | null {
  const quote = "['\u2018\u2019\u201A\u201B]";
  const inside = new RegExp(`^'((?:[^'\u2018\u2019\u201A\u201B]|(${quote})${quote})*)'$`, 'u').exec(literal)?.[1];
  return inside?.replaceAll(new RegExp(`(${quote})${quote}`, 'gu'), '$1') ?? null;
}

describe('quoting', () => {
  it('keeps any text as it is in bash', () => {
    const texts = [...NASTY, ...fc.sample(text, { numRuns: 300, seed: 1 })];
    const told = execFileSync('bash', ['-c', `printf '%s\\0' ${texts.map(quoteBash).join(' ')}`], { encoding: 'utf8' });
    assert.deepEqual(told.split('\0').slice(0, -1), texts);
  });

  it('keeps any text as it is in PowerShell', () => {
    fc.assert(fc.property(text, (one) => readPowerShell(quotePowerShell(one)) === one));
  });

  it('keeps text as it is beside a variable, in both shells', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const steps: readonly Step[] = [{ kind: 'let', name: 'x', value: [before, ref('y'), after] }];
        const line = bashScript({ name: 'x', about: [], steps }, '.').split('\nx=')[1] ?? '';
        const told = execFileSync('bash', ['-c', `y=why\nx=${line}\nprintf '%s' "$x"`], { encoding: 'utf8' });
        assert.equal(told, `${before}why${after}`);
        const script = powerShellScript({ name: 'x', about: [], steps }, '.');
        for (const part of [before, after]) assert.ok(part === '' || script.includes(quotePowerShell(part)));
      }),
      { numRuns: 60 },
    );
  });
});
