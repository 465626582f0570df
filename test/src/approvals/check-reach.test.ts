// The message to a requester whom nobody has heard: one, only while it is true, to their own chat where they have one.
import assert from 'node:assert/strict';
import { checkReach } from '../../../src/approvals/check-reach.js';
import { canBeDecided, reachOf } from '../../../src/approvals/reach.js';
import type { Reach, Request } from '../../../src/approvals/request.js';
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
    const found = reachOf({ able, withChat: new Set(['person-a']), places: 1 }, 5);
    assert.deepEqual([found.approvers, found.reachable, found.told, found.places], [3, 1, 3, 1]);
    assert.deepEqual(
      found.named.map(({ name, hasChat }) => [name, hasChat]),
      [
        ['b', false],
        ['c', false],
        ['a', true],
      ].map(([name, hasChat]) => [person(String(name)).name, hasChat]),
    );
  });

  it('is enough when as many were told as approvals are missing', () => {
    const rules = { quorum: 2, executionMs: 1, revokeSessions: false };
    const made = request('r', { rules, reach: reach(3, 1) });
    assert.equal(canBeDecided(made), false);
    const decision = {
      by: person('x'),
      verdict: 'approve',
      reason: null,
      at: made.createdAt,
      content: made.contentHash,
    } as const;
    assert.equal(canBeDecided({ ...made, decisions: [decision] }), true);
  });
});
