// The reader of filters behind the sandbox's $filter and Filter.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFilter, parseOpath, SyntaxFault } from '../../../sandbox/tenant/odata/expression.js';
import { compileFilter } from '../../../sandbox/tenant/odata/filter.js';

const FIELDS = {
  fields: { name: { operators: ['eq' as const], get: (item: { readonly name: string }) => item.name } },
};

describe('sandbox tenant: filter expressions', () => {
  it('binds and tighter than or, and not to what follows', () => {
    const { kind, left, right } = parseFilter('a eq 1 or b eq 2 and not c eq 3') as {
      kind: string;
      left: object;
      right: object;
    };
    assert.equal(kind, 'or');
    assert.deepEqual(left, { kind: 'compare', operator: 'eq', path: 'a', value: 1 });
    assert.deepEqual(right, {
      kind: 'and',
      left: { kind: 'compare', operator: 'eq', path: 'b', value: 2 },
      right: { kind: 'not', of: { kind: 'compare', operator: 'eq', path: 'c', value: 3 } },
    });
  });

  it('reads the literals of both languages', () => {
    const value = (text: string) => (parseFilter(`a eq ${text}`) as { readonly value: unknown }).value;
    assert.deepEqual(['null', 'true', '-4', "'it''s'"].map(value), [null, true, -4, "it's"]);
    assert.equal(value('2026-11-15T00:00:00Z'), '2026-11-15T00:00:00Z');
    assert.equal(value('4cde982a-ede4-4409-9ae6-b003453c8ea6'), '4cde982a-ede4-4409-9ae6-b003453c8ea6');
    assert.deepEqual(parseOpath("A -eq $true -and (B -ne 'x')"), {
      kind: 'and',
      left: { kind: 'compare', operator: 'eq', path: 'A', value: true },
      right: { kind: 'compare', operator: 'ne', path: 'B', value: 'x' },
    });
  });

  it('finds a quoted text again, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const { test } = compileFilter(parseFilter(`name eq '${name.replaceAll("'", "''")}'`), FIELDS);
        return test({ name }) && !test({ name: `${name}x` });
      }),
    );
  });

  it('answers any text with a tree or a syntax fault, never anything else', () => {
    const words = fc.constantFrom(
      'a',
      'eq',
      'and',
      'or',
      'not',
      '(',
      ')',
      "'x'",
      '1',
      'in',
      ',',
      'any',
      ':',
      '/',
      'null',
      "'",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            assert.ok(error instanceof SyntaxFault);
          }
        },
      ),
    );
  });
});
