// Requests: kept as they are, paged, found by mailbox, and changed by one person at a time.
import assert from 'node:assert/strict';
import { isUnaltered } from '../../../src/approvals/content-hash.js';
import { REQUEST_STATES, type RequestState } from '../../../src/approvals/request.js';
import { onEachEngine } from './on-each-engine.js';
import { at, HOSTILE, item, person, reach, request, T0 } from './samples.js';

onEachEngine('Requests', {}, (under) => {
  it('come back as they were, whatever people wrote', async () => {
    const { requests } = under.store();
    const hostile = request('hostile', {
      reason: HOSTILE,
      requester: person(HOSTILE.replace('\0', '')),
      origin: HOSTILE,
      items: [
        item('one', { displayName: HOSTILE, type: 'RoomMailbox' }),
        item('two', { outcome: { kind: 'skipped', at: T0, why: HOSTILE } }),
      ],
      decisions: [
        { by: person('first'), verdict: 'approve', reason: null, at: at(1), content: 'c' },
        { by: person('second'), verdict: 'deny', reason: HOSTILE, at: at(2), content: 'c' },
      ],
      reach: reach(4, 3, { named: [{ ...person(HOSTILE.replace('\0', '')), hasChat: false }] }),
      runBy: at(90),
    });
    await requests.insert(hostile);
    const loaded = await requests.load('hostile');
    assert.deepEqual(loaded, hostile);
    assert(loaded !== null && isUnaltered(loaded), 'the content hash no longer fits');
  });

  it('are null when there is none of that id', async () => {
    assert.equal(await under.store().requests.load('nobody'), null);
  });

  it('change only over the version before', async () => {
    const { requests } = under.store();
    const first = request('cas');
    await requests.insert(first);
    const decision = { by: person('approver'), verdict: 'approve', reason: null, at: at(3), content: 'c' } as const;
    const second = {
      ...first,
      state: 'approved',
      version: 2,
      runBy: at(5),
      changedAt: at(3),
      decisions: [decision],
      reach: reach(2, 1),
    } as const;
    assert.equal(await requests.replace(second), true);
    assert.equal(await requests.replace({ ...second, state: 'denied' }), false, 'the same version twice');
    assert.equal(await requests.replace({ ...second, version: 4 }), false, 'a version left out');
    assert.deepEqual(await requests.load('cas'), second);
    const [one, two] = first.items;
    assert(one !== undefined && two !== undefined);
    const third = {
      ...second,
      state: 'applying',
      version: 3,
      items: [one, { ...two, outcome: { kind: 'already-blocked', at: at(4) } as const }],
    } as const;
    assert.equal(await requests.replace(third), true);
    assert.deepEqual(await requests.load('cas'), third);
  });

  it('let exactly one of many at once win', async () => {
    const { requests } = under.store();
    const first = request('race');
    await requests.insert(first);
    for (let version = 2; version < 12; version += 1) {
      const rivals = Array.from({ length: 12 }, (_, n) =>
        requests.replace({ ...first, version, reason: `rival ${n}`, state: 'approved' }),
      );
      const results = await Promise.all(rivals);
      assert.equal(results.filter(Boolean).length, 1, `version ${version}`);
      const winner = await requests.load('race');
      assert.equal(winner?.version, version);
      assert.equal(winner?.reason, `rival ${results.indexOf(true)}`);
    }
  });

  it('refuse a second decision of the same person on the same list', async () => {
    const { requests } = under.store();
    const first = request('twice');
    await requests.insert(first);
    const decision = { by: person('approver'), verdict: 'approve', reason: null, at: at(1), content: 'a' } as const;
    await assert.rejects(requests.replace({ ...first, version: 2, decisions: [decision, { ...decision, at: at(2) }] }));
    assert.equal((await requests.load('twice'))?.version, 1, 'half of the change stayed');
    const shorter = { ...decision, content: 'a shorter list' };
    assert.equal(await requests.replace({ ...first, version: 2, decisions: [decision, shorter] }), true);
  });

  it('lose items that were struck off and keep the order of the rest', async () => {
    const { requests } = under.store();
    const first = request('strike', { items: ['a', 'b', 'c', 'd'].map((name) => item(`strike-${name}`)) });
    await requests.insert(first);
    const [, b, , d] = first.items;
    assert(b !== undefined && d !== undefined);
    const second = { ...first, version: 2, items: [b, d] };
    assert.equal(await requests.replace(second), true);
    assert.deepEqual(await requests.load('strike'), second);
  });
});

onEachEngine('The list of requests', {}, (under) => {
  const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);

  before(async () => {
    const { requests } = under.store();
    for (const [n, state] of REQUEST_STATES.entries()) {
      await requests.insert(request(state, { state, createdAt: at(n) }));
    }
    await requests.insert(request('same-millisecond', { state: 'failed', createdAt: at(7) }));
  });

  it('shows open ones first, newest first, and counts exactly', async () => {
    const { requests } = under.store();
    const first = await requests.page(0, 4);
    assert.deepEqual(ids(first.rows), ['applying', 'approved', 'pending', 'same-millisecond']);
    assert.deepEqual([first.total, first.open], [9, 3]);
    const second = await requests.page(1, 4);
    assert.deepEqual(ids(second.rows), ['failed', 'done', 'expired', 'withdrawn']);
    assert.deepEqual(ids((await requests.page(2, 4)).rows), ['denied']);
    assert.deepEqual(await requests.page(3, 4), { rows: [], total: 9, open: 3, owing: 0 });
  });

  it('counts the mailboxes asked for, without those refused', async () => {
    const { requests } = under.store();
    const refused = new Set<RequestState>(['denied', 'withdrawn', 'expired']);
    const counted = REQUEST_STATES.filter((state) => !refused.has(state)).length + 1;
    assert.equal(await requests.itemsAskedSince('block', T0), counted * 2);
    assert.equal(
      await requests.itemsAskedSince('block', at(6)),
      3 * 2,
      'done, failed and the one of the same millisecond',
    );
    assert.equal(await requests.itemsAskedSince('block', at(8)), 0);
    assert.equal(await requests.itemsAskedSince('unblock', T0), 0);
  });

  it('finds the open ones that name a mailbox', async () => {
    const { requests } = under.store();
    assert.deepEqual(ids(await requests.openFor(['pending-b', 'applying-a', 'done-a', 'nobody'])), [
      'applying',
      'pending',
    ]);
    assert.deepEqual(await requests.openFor(['denied-a']), []);
    assert.deepEqual(await requests.openFor([]), []);
  });
});
