// The time line of a mailbox with what was done outside of the bot: each change on one page, in its place, the bot's own once.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RecordEvent } from '../../../src/audit/entry.js';
import { type NumberedEntry, notOnRecord, type TimeLineRow, timeLine } from '../../../src/audit/time-line.js';
import type { SignInChange } from '../../../src/mailboxes/enabling.js';
import { at, entry } from '../db/samples.js';

const PAGE = 4;

function entryAt(minute: number, seq = minute, event: RecordEvent = 'finding.opened'): NumberedEntry {
  return { ...entry({ event, at: at(minute) }), seq };
}

function changeAt(minute: number, parts: Partial<SignInChange> = {}): SignInChange {
  const by = { kind: 'person', id: null, name: 'Hollis' } as const;
  const one = { recordId: `r${minute}`, at: at(minute), objectId: 'o', by, isOwn: false, correlationId: null };
  return { ...one, to: 'allowed', ...parts };
}

function timeOf(row: TimeLineRow): number {
  return Date.parse(row.kind === 'entry' ? row.entry.at : row.change.at);
}

/** Every page, as somebody sees them who presses Older to the end. */
function paged(entries: readonly NumberedEntry[], changes: readonly SignInChange[]): readonly TimeLineRow[][] {
  const pages: TimeLineRow[][] = [];
  for (let from = 0; from === 0 || from < entries.length; from += PAGE) {
    const shown = entries.slice(from, from + PAGE);
    const page = { entries: shown, newerAt: entries[from - 1]?.at ?? null, hasOlder: from + PAGE < entries.length };
    const { rows, left } = timeLine(page, changes);
    assert.equal(left, 0);
    pages.push([...rows]);
  }
  return pages;
}

describe('the time line of a mailbox', () => {
  it('has every change once, in its place, whatever the pages', () => {
    const minutes = fc.uniqueArray(fc.nat({ max: 200 }), { maxLength: 20 });
    const times = fc.array(fc.nat({ max: 200 }), { maxLength: 6 });
    fc.assert(
      fc.property(minutes, times, (made, changed) => {
        const entries = made.toSorted((a, b) => b - a).map((minute) => entryAt(minute));
        const changes = changed.map((minute, n) => changeAt(minute, { recordId: `r${n}` }));
        const rows = paged(entries, changes).flat();
        assert.equal(rows.length, entries.length + changes.length);
        const seen = rows.flatMap((row) => (row.kind === 'outside' ? [row.change.recordId] : [])).sort();
        assert.deepEqual(seen, changes.map(({ recordId }) => recordId).sort());
        const order = rows.map(timeOf);
        assert.deepEqual(
          order,
          order.toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('says how many changes a page has no room for', () => {
    const changes = Array.from({ length: 30 }, (_, n) => changeAt(n));
    const { rows, left } = timeLine({ entries: [], newerAt: null, hasOlder: false }, changes);
    assert.deepEqual([rows.length, left], [6, 24]);
    assert.equal(timeOf(rows[0] ?? assert.fail()), Date.parse(at(29)), 'the newest ones');
  });

  it('leaves out the bot’s own writes that its record tells, and those of nobody else', () => {
    const own = (minute: number, to: SignInChange['to']): SignInChange => changeAt(minute, { isOwn: true, to });
    const block = entryAt(60, 2, 'mailbox.block-written');
    const unblock = entryAt(30, 1, 'mailbox.unblock-written');
    const left = (changes: readonly SignInChange[], isAll = true): readonly SignInChange[] =>
      notOnRecord(changes, [block, unblock], isAll);
    assert.deepEqual(left([own(61, 'blocked'), own(29, 'allowed'), own(45, 'blocked')]), []);
    for (const strange of [own(61, 'allowed'), own(80, 'blocked'), own(5, 'allowed'), own(200, 'allowed')]) {
      assert.deepEqual(left([strange]), [strange], strange.at);
    }
    const others = [changeAt(60, { to: 'blocked' }), changeAt(30)];
    assert.deepEqual(left(others), others, 'somebody else, at the same moment');
    assert.deepEqual(left([own(5, 'allowed')], false), [], 'what was not looked through may tell it');
    assert.deepEqual(left([own(5, 'allowed')]), [own(5, 'allowed')]);
    const ranAgain = notOnRecord([own(60, 'blocked')], [entryAt(66, 3, 'mailbox.already-blocked')], true);
    assert.deepEqual(ranAgain, [], 'stopped between the write and its entry');
  });
});
