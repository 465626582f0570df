// The state machine: a table of who may do what when, and random lives that never leave the drawn states.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentHash, isUnaltered } from '../../../src/approvals/content-hash.js';
import type { ItemOutcome, Person, Request, RequestState } from '../../../src/approvals/request.js';
import { approve, begin, deny, expire, finish, isFinal, settle, withdraw } from '../../../src/approvals/transitions.js';
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
const refusal = (kind: string) => (error: unknown) => error instanceof Refused && error.failure.kind === kind;

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

  it('random lives keep to the drawn states', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(STEP, { maxLength: 30 }), (quorum, steps) => {
        let request = made(quorum);
        for (const step of steps) {
          const before = request;
          request = take(step, before);
          checkStep(before, request, quorum);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const DRAWN: Readonly<Record<RequestState, readonly RequestState[]>> = {
  pending: ['approved', 'denied', 'withdrawn', 'expired'],
  approved: ['applying'],
  applying: ['done', 'failed'],
  denied: [],
  withdrawn: [],
  expired: [],
  done: [],
  failed: [],
};

const OUTCOMES: readonly ItemOutcome[] = [
  { kind: 'written', at: T0, microsoftRequestId: null },
  { kind: 'blocked', at: T0, microsoftRequestId: null },
  { kind: 'skipped', at: T0, why: 'x' },
];

const STEP = fc.record({
  what: fc.constantFrom('withdraw', 'approve', 'deny', 'expire', 'begin', 'settle', 'finish'),
  who: fc.constantFrom(REQUESTER, ...APPROVERS),
  item: fc.constantFrom('m1', 'm2'),
  outcome: fc.constantFrom(...OUTCOMES),
  minutes: fc.integer({ min: 0, max: 90 }),
});
type Step = typeof STEP extends fc.Arbitrary<infer Value> ? Value : never;

function take({ what, who, item, outcome, minutes }: Step, request: Request): Request {
  const now = later(minutes);
  try {
    switch (what) {
      case 'approve':
        return approve(request, who, now);
      case 'deny':
        return deny(request, who, 'no', now);
      case 'withdraw':
        return withdraw(request, who, now);
      case 'expire':
        return expire(request, now) ?? request;
      case 'begin':
        return begin(request, now) ?? request;
      case 'settle':
        return request.state === 'applying' ? settle(request, item, outcome, now) : request;
      default:
        return finish(request, now) ?? request;
    }
  } catch (error) {
    assert.ok(error instanceof Refused);
    return request;
  }
}

function checkStep(before: Request, after: Request, quorum: number): void {
  if (after.state !== before.state)
    assert.ok(DRAWN[before.state].includes(after.state), `${before.state} to ${after.state}`);
  assert.ok(after === before || after.version === before.version + 1);
  assert.equal(isUnaltered(after), true);
  if (isFinal(before)) assert.equal(after, before);
  if (after.state === 'withdrawn') assert.equal(before.state === 'pending' || after === before, true);
  const approvals = after.decisions.filter((decision) => decision.verdict === 'approve');
  assert.ok(approvals.every(({ by }) => by.objectId !== REQUESTER.objectId));
  assert.equal(new Set(after.decisions.map(({ by }) => by.objectId)).size, after.decisions.length);
  const ran = ['approved', 'applying', 'done', 'failed'].includes(after.state);
  assert.ok(!ran || approvals.length >= quorum);
}
