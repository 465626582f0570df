// CSV that is read back as it was written, and that no spreadsheet runs.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EMPTY_CHAIN, link } from '../../../src/audit/chain.js';
import { CSV_HEADER, cell, csvLine } from '../../../src/audit/csv.js';
import { eventOf } from '../../../src/audit/event.js';
import { entry, HOSTILE } from '../db/samples.js';

/** A reader of its own, by RFC 4180. */
function parse(text: string): readonly (readonly string[])[] {
  const records: string[][] = [[]];
  for (const [, quoted = '', end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/gu)) {
    records.at(-1)?.push(quoted.replaceAll('""', '"'));
    if (end === '\r\n') records.push([]);
  }
  return records.slice(0, -1);
}

describe('The record as CSV', () => {
  it('puts an apostrophe before whatever a spreadsheet could run', () => {
    const dangerous = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(1)',
      '\t=1',
      '\rx',
      '\nx',
      '\0x',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      ' =1',
      '\u200b=1',
      '\ufeff@x',
    ];
    for (const text of dangerous) assert.equal(cell(text), `"'${text}"`);
    for (const text of ['', 'a=1', '1-2', "'=1", 'Kim', 'é', '{x:=1}']) assert.equal(cell(text), `"${text}"`);
  });

  it('keeps every text whole in its cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const row = link(EMPTY_CHAIN, entry({ actor: { kind: 'person', objectId: 'o', name }, detail: { why: name } }));
        const [header, cells] = parse(CSV_HEADER + csvLine(eventOf(row, { tenant: 't', store: 's' })));
        assert.equal(cells?.length, header?.length);
        const shown = cells?.[header?.indexOf('actorName') ?? -1];
        assert.ok(shown === name || shown === `'${name}`);
        assert.deepEqual(JSON.parse(cells?.[header?.indexOf('detail') ?? -1] ?? ''), { why: name });
      }),
    );
  });

  it('leaves cells empty where there is nothing', () => {
    const row = link(EMPTY_CHAIN, entry({ actor: { kind: 'bot' }, detail: { text: HOSTILE } }));
    const [cells] = parse(csvLine(eventOf(row, { tenant: 't', store: 's' })));
    assert.deepEqual(cells?.slice(0, 10), ['1', entry().at, 'request.created', 'bot', '', '', '', '', '', '']);
  });
});
