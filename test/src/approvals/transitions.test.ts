// The state machine: a table of who may do what when. Random lives of a request are in test/proofs.
import assert from 'node:assert/strict';
import { contentHash, isUnaltered } from '../../../src/approvals/content-hash.js';
import type { Person, Request } from '../../../src/approvals/request.js';
import {
  approve,
  begin,
  deny,
  expire,
  finish,
  resume,
  reviewed,
  settle,
  strike,
  withdraw,
} from '../../../src/approvals/transitions.js';
import { Refused } from '../../../src/failure.js';

const REQUESTER: Person = { objectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Requester' };
const APPROVERS: readonly Person[] = [1, 2, 3].map((n) => ({
  objectId: `bbbbbbbb-0000-4000-8000-00000000000${n}`,
  name: `Approver ${n}`,
}));
const T0 = '2026-11-23T10:00:00.000Z';
const later = (minutes: number): string => new Date(Date.parse(T0) + minutes * 60_000).toISOString();

function made(quorum = 1): Request {
  const rules = { quorum, executionMs: 3_600_000, revokeSessions: false };
  const items = ['m1', 'm2'].map((objectId) => ({
    objectId,
    displayName: objectId,
    userPrincipalName: `${objectId}@contoso.example`,
    address: `${objectId}@contoso.example`,
    type: 'SharedMailbox' as const,
    verdict: 'exposed' as const,
    evidence: 'not-known' as const,
    outcome: null,
  }));
  const content = {
    ...({ action: 'block', reason: 'unused', requester: REQUESTER, items, rules } as const),
    ...{ owner: null, until: null, isUrgent: false, follows: null },
  };
  return {
    ...content,
    id: 'K7M2QX',
    state: 'pending',
    version: 1,
    leftOut: [],
    decisions: [],
    review: null,
    reminders: 0,
    reach: null,
    contentHash: contentHash(content),
    origin: 'c',
    createdAt: T0,
    expiresAt: later(60),
    runBy: null,
    changedAt: T0,
  };
}

const first = APPROVERS[0] as Person;
const second = APPROVERS[1] as Person;
const third = APPROVERS[2] as Person;
const refusal = (kind: string) => (error: unknown) => error instanceof Refused && error.failure.kind === kind;

const SEEN = { note: 'seen', isNobodyElse: false };

describe('transitions of a request', () => {
  it('one approval is enough for a quorum of one, and sets the time to run', () => {
    const request = approve(made(), first, later(1));
    assert.equal(request.state, 'approved');
    assert.equal(request.runBy, later(61));
    assert.equal(request.version, 2);
  });

  it('a quorum of two waits for a second person and counts nobody twice', () => {
    const once = approve(made(2), first, later(1));
    assert.equal(once.state, 'pending');
    assert.throws(
      () => approve(once, { ...first, objectId: first.objectId.toUpperCase() }, later(2)),
      refusal('already-decided'),
    );
    assert.equal(approve(once, second, later(2)).state, 'approved');
  });

  it('the requester never decides, in whatever case the id is written', () => {
    assert.throws(
      () => approve(made(), { ...REQUESTER, objectId: REQUESTER.objectId.toUpperCase() }, later(1)),
      refusal('own-request'),
    );
    assert.throws(() => deny(made(), REQUESTER, 'no', later(1)), refusal('own-request'));
  });

  it('one denial denies, and needs a reason', () => {
    assert.throws(() => deny(made(), first, '  ', later(1)), refusal('deny-reason-missing'));
    assert.equal(deny(approve(made(2), first, later(1)), second, 'still used', later(2)).state, 'denied');
  });

  it('silence is refusal: nothing can be decided from the very millisecond on', () => {
    assert.throws(() => approve(made(), first, later(60)), refusal('request-closed'));
    assert.equal(expire(made(), later(60))?.state, 'expired');
    assert.equal(expire(made(), later(59)), null);
  });

  it('names whoever decided it to those who come late, and nobody when it expired or was taken back', () => {
    const half = approve(made(2), first, later(1));
    const lateFor = (request: Request | null): string | null => {
      try {
        approve(request ?? assert.fail(), second, later(90));
        return assert.fail('it can no longer be decided');
      } catch (error) {
        assert.ok(error instanceof Refused && error.failure.kind === 'request-closed');
        return error.failure.by;
      }
    };
    assert.equal(lateFor(deny(half, second, 'still used', later(2))), second.name);
    assert.equal(lateFor(expire(half, later(60))), null);
    assert.equal(lateFor(withdraw(half, REQUESTER, later(2))), null);
  });

  it('is done when everything is blocked, failed when anything is not', () => {
    const running = begin(approve(made(), first, later(1)), later(2)) as Request;
    const blocked = { kind: 'blocked', at: T0, microsoftRequestId: null } as const;
    const half = settle(running, 'm1', blocked, later(3));
    assert.equal(finish(half, later(3)), null);
    assert.equal(
      finish(settle(half, 'm2', { kind: 'written', at: T0, microsoftRequestId: null }, later(3)), later(4)),
      null,
    );
    assert.equal(finish(settle(half, 'm2', { kind: 'already-blocked', at: T0 }, later(3)), later(4))?.state, 'done');
    assert.equal(
      finish(settle(half, 'm2', { kind: 'skipped', at: T0, why: 'x' }, later(3)), later(4))?.state,
      'failed',
    );
  });

  it('notices that what was approved has been altered', () => {
    assert.equal(isUnaltered(made()), true);
    assert.equal(isUnaltered({ ...made(), reason: 'other' }), false);
    const request = made();
    assert.equal(isUnaltered({ ...request, items: request.items.slice(1) }), false);
    assert.equal(isUnaltered({ ...request, rules: { ...request.rules, quorum: 0 } }), false);
    assert.equal(isUnaltered({ ...request, items: [...request.items].reverse() }), true);
  });

  const struck = (request: Request): Request => strike(request, second, ['m2'], later(1));
  const ran = (request: Request): Request => {
    const running = begin(approve(request, first, later(2)), later(3)) as Request;
    const why = { kind: 'failed', at: later(4), why: 'refused', microsoftRequestId: null } as const;
    return finish(settle(running, 'm1', why, later(4)), later(5)) as Request;
  };

  it('is reviewed by somebody who had no part in it, such as a shorter list', () => {
    const done = ran(struck({ ...made(), isUrgent: true }));
    for (const by of [REQUESTER, first, second]) {
      assert.throws(() => reviewed(done, by, SEEN, later(6)), refusal('own-review'));
    }
    assert.equal(reviewed(done, third, SEEN, later(6)).review?.by, third);
  });

  it('wants another review when it has run again after one', () => {
    const again = resume(reviewed(ran(struck({ ...made(), isUrgent: true })), third, SEEN, later(6)), later(7));
    assert.equal(again.review, null);
  });
});
