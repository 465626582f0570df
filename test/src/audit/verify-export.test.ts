// The offline check: each of 1,000 random changes found where it was made, and nothing found where nothing was changed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ChainRow, EMPTY_CHAIN, link } from '../../../src/audit/chain.js';
import {
  type Checkpoint,
  checkpointLine,
  hashOfCheckpoint,
  makeCheckpoint,
  NO_CHECKPOINT,
} from '../../../src/audit/checkpoint.js';
import { RECORD_EVENTS } from '../../../src/audit/entry.js';
import { type Finding, verifyExport } from '../../../src/audit/verify-export.js';
import { at, entry } from '../db/samples.js';
import { chain, chained, checkpointsOf, EVERY, keys, linesOf, newSigner, ORIGIN, signer } from './sealed-chain.js';

const LENGTH = 60;

/** The checkpoints of these lengths, as lines. */
function sealedAt(written: readonly ChainRow[], sizes: readonly number[]): readonly string[] {
  const made: Checkpoint[] = [];
  for (const size of sizes) {
    const last = made.at(-1);
    const previous = last === undefined ? NO_CHECKPOINT : hashOfCheckpoint(last);
    const head = written[size - 1]?.hash ?? '';
    made.push(makeCheckpoint({ origin: ORIGIN, size, head, at: at(size), previous }, signer));
  }
  return made.map(checkpointLine);
}

const TEXT = fc.string({ unit: 'binary', maxLength: 40 });
const MAYBE = fc.option(TEXT);

/** Any record, with checkpoints wherever somebody took one. */
const RECORDS = fc
  .array(
    fc.record({
      event: fc.constantFrom(...RECORD_EVENTS),
      at: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
      actor: fc.oneof(
        fc.constant({ kind: 'bot' } as const),
        fc.record({ kind: fc.constant('person' as const), objectId: fc.uuid(), name: TEXT }),
      ),
      requestId: MAYBE,
      mailbox: MAYBE,
      microsoftRequestId: MAYBE,
      correlationId: MAYBE,
      detail: fc.dictionary(
        TEXT,
        fc.oneof(
          TEXT,
          fc.boolean(),
          fc.constant(null),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        ),
      ),
    }),
    { maxLength: 40 },
  )
  .chain((entries) => {
    const size = fc.integer({ min: 1, max: Math.max(1, entries.length) });
    const sizes = fc.uniqueArray(size, { maxLength: entries.length === 0 ? 0 : 5 });
    return fc.record({ entries: fc.constant(entries), sizes: sizes.map((all) => all.toSorted((a, b) => a - b)) });
  });

const rows = chain(LENGTH);
const sound = linesOf(rows);
const checkpoints = checkpointsOf(rows);
const sealed = checkpoints.map(checkpointLine);

async function badSeqOf(lines: readonly string[], seals: readonly string[] = sealed): Promise<number | string> {
  const finding = await verifyExport(lines, seals, keys);
  if (finding.sound) return 'sound';
  return finding.what === 'entry' && finding.badSeq === finding.upTo ? finding.badSeq : JSON.stringify(finding);
}

describe('audit:verify', () => {
  it('finds nothing wrong with what the bot wrote, at any length, with any of the checkpoints', async () => {
    for (let length = 0; length <= LENGTH; length += 1) {
      const seals = sealed.slice(0, Math.floor(length / EVERY));
      const finding: Finding = await verifyExport(sound.slice(0, length), seals, keys);
      assert(finding.sound, JSON.stringify(finding));
      assert.deepEqual([finding.entries, finding.unsealed], [length, length - seals.length * EVERY]);
      assert.equal(finding.notes.length, seals.length === 0 ? 1 : 0);
    }
    const shuffled = [sealed[2], sealed[0], '{"level":30}', 'no JSON', sealed[1], sealed[0]].map(String);
    assert.equal((await verifyExport(sound, shuffled, keys)).sound, true, 'out of order, twice, between other lines');
    const logged = sealed.map((line) => JSON.stringify({ time: 1, checkpoint: JSON.parse(line), msg: 'x' }));
    assert.deepEqual(await verifyExport(sound, logged, keys), await verifyExport(sound, sealed, keys));
    const some = await verifyExport(sound, sealed.slice(2), keys);
    assert(some.sound);
    assert.match(some.notes.join(), /not among these/);
  });

  it('finds each of 1,000 edits, deletions, insertions, doublings and swaps at the entry where it was made', async () => {
    const seq = fc.integer({ min: 1, max: LENGTH });
    const kind = fc.constantFrom('edit', 'delete', 'insert', 'double', 'swap', 'sealed', 'resealed');
    await fc.assert(
      fc.asyncProperty(seq, kind, fc.nat(), fc.nat(), async (badSeq, how, place, character) => {
        const change = changed(badSeq, how, place, character);
        fc.pre(change !== null);
        assert.equal(await badSeqOf(change.lines), change.badSeq, how);
        // The same without any checkpoint, but for what is missing at the end, and for whose record it is: the first entry says that.
        if (change.lines.length >= LENGTH && !(badSeq === 1 && how === 'edit'))
          assert.equal(await badSeqOf(change.lines, []), change.badSeq, how);
      }),
      { numRuns: 1_000, examples: [[1, 'edit', 16_055_176, 0]] },
    );
  });

  it('raises no alarm at any of 200 records that the bot might have written, and one wherever such a record is cut short', async () => {
    const runs = fc.asyncProperty(RECORDS, fc.nat(), async ({ entries, sizes }, place) => {
      const written = chained(entries);
      const seals = sealedAt(written, sizes);
      const finding = await verifyExport(linesOf(written), seals, keys);
      assert(finding.sound, JSON.stringify(finding));
      const sealedTo = Math.max(0, ...sizes);
      assert.deepEqual([finding.entries, finding.unsealed], [entries.length, entries.length - sealedTo]);
      if (sealedTo === 0) return;
      const kept = place % sealedTo;
      assert.equal(await badSeqOf(linesOf(written).slice(0, kept), seals), kept + 1);
    });
    await fc.assert(runs, { numRuns: 200 });
  });

  it('finds every end cut off that a checkpoint seals', async () => {
    for (let kept = 0; kept < LENGTH; kept += 1) assert.equal(await badSeqOf(sound.slice(0, kept)), kept + 1);
    assert.equal(await badSeqOf(sound.slice(0, 59), sealed.slice(0, 2)), 'sound', 'not sealed yet: nobody can know');
  });

  it('finds a record that was sealed anew from any entry on, between the two checkpoints around it', async () => {
    for (let forged = 1; forged <= LENGTH; forged += 1) {
      const finding = await verifyExport(linesOf(chain(LENGTH, forged)), sealed, keys);
      assert(!finding.sound && finding.what === 'entry');
      const last = Math.ceil(forged / EVERY) * EVERY;
      assert.deepEqual([finding.badSeq, finding.upTo], [last - EVERY + 1, last]);
    }
  });

  it('does not believe a checkpoint that was changed, signed with another key, or contradicts another', async () => {
    const of = async (seals: readonly string[], lines = sound): Promise<string> => {
      const finding = await verifyExport(lines, seals, keys);
      return finding.sound
        ? 'sound'
        : `${finding.what} ${finding.what === 'checkpoint' ? finding.line : ''} ${finding.why}`;
    };
    const [first, second] = checkpoints;
    assert(first !== undefined && second !== undefined);
    for (const change of [{ size: 21 }, { head: second.head }, { at: at(99) }, { previous: second.previous }]) {
      assert.match(await of([checkpointLine({ ...first, ...change })]), /^checkpoint 1 its signature/);
    }
    const other = newSigner().signer;
    assert.match(await of(checkpointsOf(rows, ORIGIN, other).map(checkpointLine)), /another key/);
    assert.match(await of([checkpointLine({ ...first, signature: second.signature })]), /its signature/);
    const forked = checkpointsOf(chain(LENGTH, 30)).map(checkpointLine);
    assert.match(await of([...sealed, ...forked]), /^checkpoint 5 .*two ways/);
    const foreign = checkpointsOf(rows, { ...ORIGIN, store: 'store-2' }).map(checkpointLine);
    assert.match(await of([...sealed, ...foreign]), /another record/);
    assert.match(await of(foreign), /^entry .*another record/);
  });

  it('checks 20,000 entries and 200 checkpoints', async () => {
    const many = chain(20_000);
    const lines = linesOf(many);
    assert.equal((await verifyExport(lines, checkpointsOf(many).map(checkpointLine), keys)).sound, true);
  });
});

interface Change {
  readonly lines: readonly string[];
  readonly badSeq: number;
}

/** What somebody did to the export, and the first entry that is not what it was; null where nothing changes. */
function changed(seq: number, how: string, place: number, character: number): Change | null {
  const index = seq - 1;
  const line = sound[index] ?? '';
  const other = (index + 1 + (place % (LENGTH - 1))) % LENGTH;
  switch (how) {
    case 'edit': {
      const where = place % line.length;
      const put = String.fromCharCode(32 + (character % 95));
      const edited = line.slice(0, where) + put + line.slice(where + 1);
      return edited === line ? null : { lines: sound.with(index, edited), badSeq: seq };
    }
    case 'delete':
      return { lines: sound.toSpliced(index, 1), badSeq: seq };
    case 'insert':
      return { lines: sound.toSpliced(index, 0, sound[other] ?? ''), badSeq: seq };
    case 'double':
      return { lines: sound.toSpliced(index, 0, line), badSeq: seq + 1 };
    case 'swap':
      return {
        lines: sound.with(index, sound[other] ?? '').with(other, line),
        badSeq: Math.min(seq, other + 1),
      };
    default: {
      // Sealed perfectly by itself: only the entry after it shows that it does not belong, or a checkpoint of that length.
      if (seq === LENGTH || seq % EVERY === 0) return null;
      const [forged] = linesOf([link(rows[index - 1] ?? EMPTY_CHAIN, entry({ detail: { n: 'forged' } }))]);
      return { lines: sound.toSpliced(index, how === 'sealed' ? 0 : 1, forged ?? ''), badSeq: seq + 1 };
    }
  }
}
