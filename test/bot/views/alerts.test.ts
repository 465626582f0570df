// What `alerts` says of who is told: how the last message stands, and what happens next, as it is.
import assert from 'node:assert/strict';
import { alertsView } from '../../../bot/views/alerts.js';
import { NEVER_WATCHED } from '../../../src/alerts/watch-state.js';
import type { LastDelivery } from '../../../src/delivery/ports.js';
import { NOW, reader, robin } from '../../cards/scenes/people.js';

function said(last: Omit<LastDelivery, 'toldAt'>): string {
  const named = { conversationId: 'c', kind: 'channel', name: 'Operations', personId: null } as const;
  const place = { ...named, tenantId: '', serviceUrl: '', reference: '' };
  const everything = { kinds: null, types: null, minRisk: null };
  const view = alertsView({
    tally: { total: 0, open: 0, byKind: {}, byRisk: {} },
    page: { rows: [], total: 0, page: 0, pageSize: 10 },
    watch: NEVER_WATCHED,
    told: [
      {
        subscription: { ...everything, conversationId: 'c', by: robin, at: NOW },
        place: { ...place, admittedBy: robin, approvalsBy: null, goneBecause: null },
        last: { ...last, toldAt: null },
      },
    ],
    isHere: true,
    reader,
  });
  const [row] = view.data.places;
  return `${row?.mark} ${row?.about}`;
}

describe('who is told', () => {
  const expected: readonly (readonly [string, Omit<LastDelivery, 'toldAt'>, RegExp])[] = [
    [
      'is waited for while the message is on its way',
      { state: 'waiting', error: null, posts: 0 },
      /^● .*is on its way;/,
    ],
    ['is waited for while its outcome is not known yet', { state: 'sending', error: null, posts: 1 }, /is on its way;/],
    [
      'may have been told, and is told again, when nobody knows',
      { state: 'waiting', error: 'Teams did not say whether it arrived', posts: 2 },
      /^✕ .*did not say whether the last message arrived; it is sent again within the hour, marked as a copy;/,
    ],
    [
      'is told later where nothing was taken',
      { state: 'waiting', error: 'Teams: ECONNREFUSED', posts: 0 },
      /^● .*was not taken yet \(Teams: ECONNREFUSED\); it is sent again within the hour;/,
    ],
    [
      'reads what is out of date where an edit failed',
      { state: 'sent', error: 'Teams: status 500', posts: 1 },
      /^● .*is out of date \(Teams: status 500\); it is brought up to date within the hour;/,
    ],
    [
      'is told no more of what never arrives',
      { state: 'dead', error: 'BadArgument', posts: 1 },
      /^✕ .*did not arrive \(BadArgument\) and is not sent again;/,
    ],
  ];
  for (const [name, last, words] of expected) {
    it(name, () => {
      assert.match(said(last), words);
      if (last.error !== null) assert.doesNotMatch(said(last), /on its way/);
    });
  }
});
