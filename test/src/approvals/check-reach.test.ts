// The message to a requester whom nobody has heard: one, only while it is true, to their own chat where they have one.
import assert from 'node:assert/strict';
import { checkReach } from '../../../src/approvals/check-reach.js';
import { canBeDecided, reachLeft, reachOf, UNTOLD } from '../../../src/approvals/reach.js';
import type { Reach, Request } from '../../../src/approvals/request.js';
import { approve, reached, strike } from '../../../src/approvals/transitions.js';
import { SLOT } from '../../../src/delivery/ports.js';
import { onEachEngine } from '../db/on-each-engine.js';
import { at, person, reach, request } from '../db/samples.js';

onEachEngine('A request that nobody has heard of', {}, (under) => {
  let next = 0;
  async function sentFor(changes: Partial<Request>, chats: readonly string[] = ['own']): Promise<readonly string[]> {
    next += 1;
    const { ledger, requests, deliveries } = under.store();
    const made = request(`reach-${next}`, changes);
    await requests.insert(made);
    const doors = { ledger, requests, clock: { now: () => at(1) }, chatsOf: async () => chats };
    await Promise.all(Array.from({ length: 8 }, () => checkReach(made.id, doors)));
    await checkReach(made.id, doors);
    const sent = await deliveries.ofSubject({ kind: 'request', id: made.id });
    return sent.map(({ conversationId, slot, audience }) => `${conversationId} ${slot === SLOT.unreached} ${audience}`);
  }
  const unheard: Reach = reach(3, 0, { reachable: 0 });

  it('is told to the requester once', async () => {
    assert.deepEqual(await sentFor({ reach: unheard }), ['own true requester']);
    const entries = await under.store().record.ofRequest(`reach-${next}`, { before: null, limit: 9 });
    assert.deepEqual(
      entries.map(({ event }) => event),
      ['request.unreached'],
    );
  });

  it('is told where it was asked when the requester has no chat', async () => {
    assert.deepEqual(await sentFor({ reach: unheard }, []), ['conversation true requester']);
  });

  it('is told too when its approvers are not known, or too few for what it needs', async () => {
    assert.equal((await sentFor({ reach: null })).length, 1);
    assert.equal((await sentFor({ reach: { ...unheard, approvers: null } })).length, 1);
    const rules = { quorum: 2, executionMs: 1, revokeSessions: false };
    assert.equal((await sentFor({ reach: reach(3, 1), rules })).length, 1);
  });

  it('needs no message once it was heard of, is posted somewhere, or is closed', async () => {
    assert.deepEqual(await sentFor({ reach: reach(3, 1) }), []);
    assert.deepEqual(await sentFor({ reach: { ...unheard, places: 1 } }), []);
    assert.deepEqual(await sentFor({ reach: unheard, state: 'withdrawn' }), []);
  });
});

describe('who can hear of a request', () => {
  const able = ['a', 'b', 'c'].map((name) => ({ ...person(name), accountEnabled: true, isGuest: false }));

  it('is counted, and named with those first who have no chat', () => {
    const told = { count: 5, ids: new Set(['person-a']) };
    const found = reachOf({ able, withChat: new Set(['person-a']), places: 1 }, told);
    assert.deepEqual([found.approvers, found.reachable, found.told, found.places], [3, 1, 3, 1]);
    assert.deepEqual(
      found.named.map(({ name, hasChat, isTold }) => [name, hasChat, isTold]),
      [
        ['b', false, false],
        ['c', false, false],
        ['a', true, true],
      ],
    );
  });

  const rules = { quorum: 2, executionMs: 1, revokeSessions: false };
  /** These have a chat and were told, of those who are able; the request needs two of them. */
  const heardBy = (told: readonly string[], names = ['a', 'b', 'c'], places = 0): Request => {
    const ids = new Set(told.map((name) => `person-${name}`));
    const people = able.filter(({ name }) => names.includes(name));
    const counts = reachOf({ able: people, withChat: ids, places }, { count: told.length, ids });
    return request('r', { rules, reach: counts });
  };
  const counts = (made: Request): readonly unknown[] => {
    const left = reachLeft(made);
    return [left?.approvers, left?.reachable, left?.told, left?.named.map(({ name }) => name).join('')];
  };
  const approved = (made: Request, ...names: readonly string[]): Request =>
    names.reduce((before, name) => approve(before, person(name), at(1)), made);

  it('is enough when as many were told as approvals are missing, by those who have not approved it yet', () => {
    const made = heardBy(['a']);
    assert.equal(canBeDecided(made), false);
    assert.equal(
      canBeDecided(approved(made, 'x')),
      true,
      'somebody who is not counted, such as one who left the group',
    );
    assert.equal(canBeDecided(approved(made, 'a')), false, 'who was told has had their say');
    assert.equal(canBeDecided(approved(made, 'b')), true, 'the one who was told may still decide');
    assert.equal(canBeDecided(approved(heardBy(['a', 'b']), 'a')), true);
  });

  it('is never enough where too few may still decide, posted or not', () => {
    for (const places of [0, 1]) {
      const made = heardBy(['a'], ['a'], places);
      assert.equal(canBeDecided(made), false, `before, ${places}`);
      assert.equal(canBeDecided(approved(made, 'a')), false, `afterwards, ${places}`);
    }
    assert.equal(
      canBeDecided(approved(heardBy(['a'], ['a', 'b'], 1), 'a')),
      true,
      'others may read it where it is posted',
    );
  });

  it('is counted and named without those who have approved it', () => {
    assert.deepEqual(counts(heardBy(['a', 'b'])), [3, 2, 2, 'cab']);
    assert.deepEqual(counts(approved(heardBy(['a', 'b']), 'a')), [2, 1, 1, 'cb']);
    assert.deepEqual(counts(approved(heardBy(['a', 'b']), 'c')), [2, 2, 2, 'ab']);
    assert.deepEqual(counts(approved(heardBy(['a', 'b']), 'x')), [3, 2, 2, 'cab']);
    const upper = { ...person('a'), objectId: 'PERSON-A' };
    assert.deepEqual(counts(approve(heardBy(['a']), upper, at(1))), [2, 0, 0, 'bc']);
    assert.equal(reachLeft(request('r')), null);
  });

  it('takes back those whose approval was of a list that was longer', () => {
    const made = approved(heardBy(['a']), 'a');
    const shorter = strike(made, person('b'), [made.items[0]?.objectId ?? ''], at(2));
    assert.deepEqual(counts(shorter), [3, 1, 1, 'bca']);
    assert.deepEqual(counts(approved(shorter, 'a')), [2, 0, 0, 'bc']);
    assert.deepEqual(counts(approved(shorter, 'c')), [2, 1, 1, 'ba'], 'who approves the shorter list is left out');
  });

  it('is counted without them in a group that is too large to be named', () => {
    const many = Array.from({ length: 14 }, (_, n) => ({ ...person(`m${n}`), accountEnabled: true, isGuest: false }));
    const ids = new Set(['person-m12', 'person-m13']);
    const found = reachOf({ able: many, withChat: ids, places: 0 }, { count: 2, ids });
    const made = request('r', { rules: { ...rules, quorum: 3 }, reach: found });
    assert.deepEqual(counts(approved(made, 'm13')).slice(0, 3), [13, 1, 1]);
    assert.deepEqual(counts(approved(made, 'm13', 'm12')).slice(0, 3), [12, 0, 0]);
    assert.deepEqual(counts(approved(made, 'm0')).slice(0, 3), [13, 2, 2], 'in a place, without a chat');
  });

  it('is told from who has a chat in what was kept before it said who was told', () => {
    const made = heardBy(['a', 'b']);
    const { reach: now } = made;
    assert.ok(now !== null);
    const named = now.named.map(({ isTold: _, ...one }) => one);
    assert.deepEqual(counts(approved(reached(made, { ...now, named }, at(0)), 'a')), [2, 1, 1, 'cb']);
    assert.equal(reachOf({ able: null, withChat: new Set(), places: 1 }, UNTOLD).approvers, null);
  });
});
