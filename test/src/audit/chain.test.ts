// The chain by itself: what breaks it, and where it is found to be broken.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/audit/canonical.js';
import { type ChainRow, EMPTY_CHAIN, entryOf, link, verify } from '../../../src/audit/chain.js';
import { entry } from '../db/samples.js';

function chain(length: number): ChainRow[] {
  const rows: ChainRow[] = [];
  for (let n = 0; n < length; n += 1) rows.push(link(rows.at(-1) ?? EMPTY_CHAIN, entry({ detail: { n } })));
  return rows;
}

describe('The hash chain', () => {
  const LENGTH = 50;
  const sound = chain(LENGTH);
  const seq = fc.integer({ min: 1, max: LENGTH });

  it('is sound as it was made, also empty and in parts', () => {
    const last = sound.at(-1);
    assert.deepEqual(verify(sound), { sound: true, head: { seq: LENGTH, hash: last?.hash } });
    assert.deepEqual(verify([]), { sound: true, head: EMPTY_CHAIN });
    const half = verify(sound.slice(0, 20));
    assert(half.sound);
    assert.equal(verify(sound.slice(20), half.head).sound, true);
  });

  it('has the hash that anybody can compute', () => {
    // printf 'mailbox-guard.record.1\n<64 noughts><body>' | sha256sum
    const row = link(EMPTY_CHAIN, entry());
    assert.equal(
      row.body,
      '{"actor":{"kind":"person","name":"requester","objectId":"person-requester"},"at":"2026-11-23T10:00:00.000Z",' +
        '"correlationId":null,"detail":{},"event":"request.created","mailbox":null,"microsoftRequestId":null,' +
        '"requestId":null,"seq":1,"v":1}',
    );
    assert.equal(row.hash, '59faa63319230e8a80dbac7e08f268fecdc609245b49e80c4b0ab1b82c16a6c5');
    assert.deepEqual(entryOf(row.body), entry());
  });

  it('shows one flipped character of any row', () => {
    const character = fc.tuple(seq, fc.constantFrom('body', 'prev', 'hash'), fc.nat());
    fc.assert(
      fc.property(character, ([badSeq, part, place]) => {
        const rows = sound.map((row) =>
          row.seq === badSeq ? { ...row, [part]: flip(row[part as 'body'], place) } : row,
        );
        const result = verify(rows);
        assert.equal(result.sound, false);
        assert.equal(!result.sound && result.badSeq, badSeq);
      }),
      { numRuns: 500 },
    );
  });

  it('shows rows deleted, doubled, swapped and put in', () => {
    fc.assert(
      fc.property(seq, (badSeq) => {
        const index = badSeq - 1;
        const row = sound[index];
        const next = sound[index + 1];
        assert(row !== undefined);
        const broken: (readonly ChainRow[])[] = [sound.toSpliced(index, 0, { ...row, body: `${row.body} ` })];
        if (next !== undefined) {
          broken.push(sound.toSpliced(index, 1), sound.toSpliced(index, 2, next, row));
          broken.push(sound.toSpliced(index, 1).map((kept, place) => ({ ...kept, seq: place + 1 })));
        }
        for (const rows of broken) assert.equal(badSeqOf(rows), badSeq);
        assert.equal(badSeqOf(sound.toSpliced(index, 0, row)), badSeq + 1, 'doubled');
      }),
    );
  });

  it('shows an entry sealed anew, at the one after it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LENGTH - 1 }), (badSeq) => {
        const before = sound[badSeq - 2] ?? EMPTY_CHAIN;
        const forged = link(before, entry({ detail: { n: 'something else' } }));
        assert.equal(badSeqOf(sound.toSpliced(badSeq - 1, 1, forged)), badSeq + 1);
      }),
    );
  });
});

function badSeqOf(rows: readonly ChainRow[]): number | null {
  const result = verify(rows);
  return result.sound ? null : result.badSeq;
}

function flip(text: string, place: number): string {
  const at = place % text.length;
  const other = text[at] === 'a' ? 'b' : 'a';
  return text.slice(0, at) + other + text.slice(at + 1);
}

describe('Canonical JSON', () => {
  it('spells a value in one way, whatever the order its keys were set in', () => {
    assert.equal(
      canonicalJson({ b: [1, 'é', null], a: { d: true, c: -0 } }),
      '{"a":{"c":0,"d":true},"b":[1,"é",null]}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(JSON.parse(JSON.stringify(value)));
        const reversed = Object.fromEntries(Object.entries(JSON.parse(text)).reverse());
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(reversed as never), text);
      }),
    );
  });

  it('refuses what JSON cannot hold', () => {
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => canonicalJson({ number }), RangeError);
  });
});
