// The list: honest headlines, exact pages, and filters that survive paging.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listView } from '../../../bot/views/list.js';
import { scanView } from '../../../bot/views/scan.js';
import { ALL_BLOCKED, CLEAR, hostileRows, NO_FILTER, PARTIAL, pageOf, scanOf } from '../../cards/scenes/lists.js';
import { oneOfEach, reader } from '../../cards/scenes/people.js';

const count = fc.integer({ min: 0, max: 3 });
const verdicts = fc.record({
  exposed: count,
  unknown: count,
  protected: count,
  synced: count,
  exempt: count,
  blocked: count,
});
const show = (scan: ReturnType<typeof scanOf>, page = pageOf([])) =>
  listView({ scan, page, filter: NO_FILTER, reader }).data;

describe('the headline of the list', () => {
  it('is reassuring only after a complete read that found nothing exposed and nothing unknown', () => {
    fc.assert(
      fc.property(verdicts, fc.boolean(), (counts, complete) => {
        const scan = scanOf(counts, complete ? {} : PARTIAL);
        const clear = complete && counts.exposed === 0 && counts.unknown === 0 && scan.counts.targets > 0;
        for (const { tone, headline } of [show(scan), scanView(scan, reader).data]) {
          assert.equal(tone === 'good', clear, headline);
          assert.equal(headline.startsWith('✓'), clear, headline);
        }
      }),
    );
  });

  it('says that all are blocked only when none can sign in, else how many can', () => {
    fc.assert(
      fc.property(verdicts, (counts) => {
        const { headline } = show(scanOf(counts));
        const allowed = counts.exposed + counts.protected + counts.synced + counts.exempt;
        if (/is blocked for/u.test(headline)) assert.equal(allowed + counts.unknown, 0);
        if (/Nothing to block/u.test(headline))
          assert.ok(allowed > 0 && headline.includes(`${allowed} can still sign in`));
      }),
    );
  });

  it('is worded for a person', () => {
    assert.equal(show(scanOf(ALL_BLOCKED)).headline, '✓ Sign-in is blocked for all 60');
    assert.equal(show(scanOf(CLEAR)).headline, '✓ Nothing to block; 5 can still sign in');
    assert.equal(show(scanOf({ exposed: 1 })).headline, '⚠ 1 mailbox can sign in and should not');
    assert.equal(show(scanOf(CLEAR, PARTIAL)).headline, '⚠ Partial read: not proof that all are blocked');
  });
});

describe('the list', () => {
  it('says how much was read and when, and what was lost', () => {
    assert.equal(show(scanOf()).readAt, 'All 60 mailboxes read 2 minutes ago (23 Nov 2026, 14:03 CET).');
    const partial = show(
      scanOf({}, { state: 'partial', problems: Array.from({ length: 7 }, (_, index) => `Lost ${index}.`) }),
    );
    assert.match(partial.readAt, /^Partial read .*may be able to sign in/u);
    assert.equal(partial.problems.length, 4);
    assert.equal(partial.problems.at(-1), 'And 4 more problems.');
  });

  it('adds up', () => {
    const { totals, breakdown } = show(scanOf({}, { rolesChecked: false }));
    assert.deepEqual(
      totals.map((total) => `${total.count} ${total.word}`),
      ['9 can sign in', '1 not known', '50 blocked'],
    );
    assert.match(
      breakdown,
      /^Of the 9 that can sign in: 4 exposed, 2 protected, 2 synced, 1 exempt\. Directory roles were not checked/u,
    );
  });

  const pages: readonly (readonly [number, number, number, string, boolean, boolean])[] = [
    [0, 60, 8, '1 to 8 of 60 mailboxes', false, true],
    [5, 60, 8, '51 to 58 of 60 mailboxes', true, false],
    [0, 1, 1, '1 to 1 of 1 mailbox.', false, false],
    [0, 0, 0, 'No mailboxes.', false, false],
    [9, 60, 0, 'There is no page 10', true, false],
  ];
  for (const [page, total, rows, shown, hasPrevious, hasNext] of pages) {
    it(`on page ${page} of ${total} shows "${shown}"`, () => {
      const data = show(scanOf(), pageOf(oneOfEach().slice(0, rows), total, page));
      assert.ok(data.shown.startsWith(shown), data.shown);
      assert.deepEqual([data.paging.hasPrevious, data.paging.hasNext], [hasPrevious, hasNext]);
    });
  }

  it('leads back from a page that is gone to the last one there is', () => {
    assert.equal(show(scanOf(), pageOf([], 60, 9)).paging.previous, 5);
  });

  it('keeps the whole text of a filter for the next page', () => {
    const text = 'a'.repeat(256);
    const { filter, shown } = listView({
      scan: scanOf(),
      page: pageOf([]),
      filter: { ...NO_FILTER, text },
      reader,
    }).data;
    assert.equal(filter.text, text);
    assert.equal(filter.shown, true);
    assert.ok(shown.length < 200);
  });

  it('opens a mailbox by its object id, else its account’s, else its address', () => {
    const [first] = hostileRows(['x']);
    assert.ok(first?.account);
    const lost = { ...first, mailbox: { ...first.mailbox, objectId: null, address: 'a@b.example' } };
    const keys = show(scanOf(), pageOf([first, lost, { ...lost, account: null }])).rows.map(({ mailbox }) => mailbox);
    assert.deepEqual(keys, [first.mailbox.objectId, first.account.id, 'a@b.example']);
  });

  it('shows the one that was chosen, and offers no block of others with it', () => {
    const chosen = (rows: number) =>
      listView({ scan: scanOf(), page: pageOf(oneOfEach().slice(0, rows)), filter: NO_FILTER, isChosen: true, reader });
    const { data } = chosen(1);
    assert.match(data.shown, /^The mailbox you chose\./u);
    assert.deepEqual([data.rows.length, data.request.canRequest, data.filter.shown], [1, false, false]);
    const gone = chosen(0).data;
    assert.match(gone.shown, /not in the newest scan any more/u);
    assert.equal(gone.filter.shown, true);
  });

  it('says sign-in and cause of every verdict in words', () => {
    const lines = show(scanOf(), pageOf(oneOfEach())).rows.map(
      ({ mark, state, about }) => `${mark} ${state} | ${about}`,
    );
    assert.deepEqual(lines, [
      '⚠ Sign-in allowed | Shared · exposed: its own password was used',
      '⚠ Sign-in allowed | Shared · exposed: a password was set after creation',
      '? Sign-in not known | Shared · Exchange names no Entra account',
      '● Sign-in allowed | Room · protected: a Teams device signs in with it',
      '● Sign-in allowed | Equipment · synced from on premises',
      '● Sign-in allowed | Shared · exempt until 31 Dec 2026, 23:59 CET (in 1 month) · Robin Meyer: Scanner until it is replaced',
      '✓ Sign-in blocked | Scheduling (Bookings)',
      '✓ Sign-in blocked | Shared',
    ]);
  });
});
