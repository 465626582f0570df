// Rendering fails loudly where a card would be wrong, and never reads data as a template.
import assert from 'node:assert/strict';
import { refusalView } from '../../bot/views/refusal.js';
import { samples } from '../../cards/index.js';
import { CARD_LIMIT_BYTES, renderCard } from '../../cards/render.js';

const EXPRESSION = ['$', '{1+1}'].join('');

describe('renderCard', () => {
  it('throws for a field that the data lacks', () => {
    const { sentence: _, ...rest } = samples.refusal;
    assert.throws(() => renderCard('refusal', rest as typeof samples.refusal), /without a value for \$\{sentence\}/u);
  });

  it('never evaluates an expression in data, not even one that a view let through', () => {
    assert.throws(() => renderCard('refusal', { ...samples.refusal, sentence: EXPRESSION }), /\$\{1\+1\}/u);
    const { card, data } = refusalView(`Not found: ${EXPRESSION}`);
    assert.match(JSON.stringify(renderCard(card, data)), /Not found: \$ \{1\+1\}/u);
  });

  it('throws for a card that is too large', () => {
    const [row] = samples.requests.rows;
    assert.ok(row);
    const rows = Array.from({ length: 100 }, () => row);
    assert.throws(() => renderCard('requests', { ...samples.requests, rows }), /\d+ bytes/u);
    assert.ok(CARD_LIMIT_BYTES <= 25_000);
  });

  it('gives the same card twice and does not touch the data', () => {
    const before = structuredClone(samples.list);
    assert.deepEqual(renderCard('list', samples.list), renderCard('list', samples.list));
    assert.deepEqual(samples.list, before);
  });
});
