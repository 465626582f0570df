// Random lives of one request in the pure state machine, each step held against the rulebook.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isUnaltered } from '../../src/approvals/content-hash.js';
import type { ItemOutcome, Person, Request } from '../../src/approvals/request.js';
import * as machine from '../../src/approvals/transitions.js';
import { Refused } from '../../src/failure.js';
import { item, request } from '../src/db/samples.js';
import { bookOf, comparable, resultOf } from './book-of.js';
import { type Book, type Deed, judge, standingIn } from './rulebook.js';

const BORN = Date.parse('2026-11-23T10:00:00.000Z');
const MINUTE = 60_000;
const iso = (at: number): string => new Date(at).toISOString();
const PEOPLE = ['requester', 'first', 'second', 'third', 'fourth'].map((name) => `person-${name}`);
const MAILBOXES = ['m1', 'm2', 'm3', 'm4'];
const OUTCOMES: readonly ItemOutcome[] = [
  { kind: 'written', at: iso(BORN), microsoftRequestId: null },
  { kind: 'blocked', at: iso(BORN), microsoftRequestId: null },
  { kind: 'already-blocked', at: iso(BORN) },
  { kind: 'skipped', at: iso(BORN), why: 'changed' },
  { kind: 'failed', at: iso(BORN), why: 'refused', microsoftRequestId: null },
];

/** Moments: so many minutes later, or just before or on the millisecond at which something ends. */
const WHEN = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 4 }).map((minutes) => ({ minutes, edge: null })) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0).map((edge) => ({ minutes: 0, edge })) },
);

const STEP = fc.record({
  /** `onward` is whatever brings the request nearer to its end: without it few would get that far. */
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('onward' as const) },
    { weight: 3, arbitrary: fc.constantFrom<Deed['what']>('approve', 'strike', 'settle', 'review', 'resume') },
    { weight: 1, arbitrary: fc.constantFrom<Deed['what']>('deny', 'withdraw', 'expire', 'begin', 'finish', 'remind') },
  ),
  who: fc.constantFrom(...PEOPLE),
  /** Teams and Entra do not agree on the case of ids. */
  shouts: fc.boolean(),
  items: fc.subarray([...MAILBOXES, 'elsewhere'], { minLength: 0, maxLength: 3 }),
  words: fc.constantFrom('seen', 'seen', 'seen', ' \t'),
  isAlone: fc.constantFrom(false, false, true),
  nth: fc.integer({ min: 1, max: 4 }),
  outcome: fc.constantFrom(...OUTCOMES),
  when: WHEN,
});
type Step = typeof STEP extends fc.Arbitrary<infer Value> ? Value : never;

const BIRTH = fc.record({
  quorum: fc.integer({ min: 1, max: 3 }),
  mailboxes: fc.integer({ min: 1, max: MAILBOXES.length }),
  isUrgent: fc.boolean(),
});
type Birth = typeof BIRTH extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * So many random lives of up to 40 steps. Throws fast-check's report with the seed and the shortest life that breaks a
 * rule; as found, without looking for a shorter one, where it shall be brief.
 */
export function livePurely(runs: number, seed: number, { isBrief = false } = {}): void {
  const lives = fc.property(BIRTH, fc.array(STEP, { minLength: 5, maxLength: 40, size: 'max' }), live);
  fc.assert(lives, { numRuns: runs, seed, endOnFailure: isBrief });
}

function live(birth: Birth, steps: readonly Step[]): void {
  let now = BORN;
  let real = born(birth);
  let book = bookOf(real);
  for (const step of steps) {
    now = Math.max(now, momentOf(step, now, book));
    const deed = deedOf(step, book, now);
    const expected = judge(book, deed);
    if (expected === null && isGuardedBefore(deed)) continue;
    const next = perform(deed, step, real);
    assert.equal(next === null ? 'refused' : 'done', expected === null ? 'refused' : 'done', JSON.stringify(deed));
    if (next === null || expected === null) continue;
    checkStep(real, next, now);
    assert.deepEqual(comparable(bookOf(next)), comparable(expected), JSON.stringify(deed));
    real = next;
    book = expected;
  }
}

function born({ quorum, mailboxes, isUrgent }: Birth): Request {
  const rules = { quorum, executionMs: 30 * MINUTE, revokeSessions: false };
  const items = MAILBOXES.slice(0, mailboxes).map((id) => item(id));
  return request('K7M2QX', { rules, items, isUrgent, createdAt: iso(BORN), expiresAt: iso(BORN + 60 * MINUTE) });
}

function momentOf({ when, what }: Step, now: number, book: Book): number {
  if (when.edge === null) return now + when.minutes * MINUTE;
  const hasBegun = what === 'resume' || book.state !== 'pending';
  return (hasBegun ? (book.runBefore ?? now) : book.decideBefore) + when.edge;
}

function deedOf(step: Step, book: Book, at: number): Deed {
  const { what, who: by, items, words, outcome, isAlone, nth } = step;
  switch (what) {
    case 'onward':
      return onwardFrom(book, step, at);
    case 'approve':
    case 'withdraw':
      return { what, by, at };
    case 'deny':
      return { what, by, words, at };
    case 'review':
      return { what, by, words, isAlone, at };
    case 'remind':
      return { what, nth, at };
    case 'strike':
      return { what, by, items, at };
    case 'settle':
      return { what, item: items[0] ?? 'm1', result: resultOf(outcome), at };
    default:
      return { what, at };
  }
}

function onwardFrom(book: Book, { who: by, outcome, isAlone }: Step, at: number): Deed {
  const result = resultOf(outcome);
  const unsettled = standingIn(book).find((item) => ['open', 'written'].includes(book.results[item] ?? ''));
  switch (book.state) {
    case 'pending':
      return { what: 'approve', by, at };
    case 'approved':
      return { what: 'begin', at };
    case 'applying':
      return unsettled === undefined ? { what: 'finish', at } : { what: 'settle', item: unsettled, result, at };
    default:
      return book.reviewedBy === null ? { what: 'review', by, words: 'seen', isAlone, at } : { what: 'resume', at };
  }
}

/** What the use cases keep away from the machine; lives on a store show that they do. */
function isGuardedBefore(deed: Deed): boolean {
  return deed.what === 'settle' || (deed.what === 'review' && deed.words.trim() === '');
}

/** Null when the machine refuses, or has nothing to do. */
function perform(deed: Deed, { shouts, outcome }: Step, request: Request): Request | null {
  const at = iso(deed.at);
  const person = (id: string): Person => ({ objectId: shouts ? id.toUpperCase() : id, name: id });
  try {
    switch (deed.what) {
      case 'approve':
        return machine.approve(request, person(deed.by), at);
      case 'deny':
        return machine.deny(request, person(deed.by), deed.words, at);
      case 'withdraw':
        return machine.withdraw(request, person(deed.by), at);
      case 'strike':
        return machine.strike(request, person(deed.by), deed.items, at);
      case 'settle':
        return machine.settle(request, deed.item, outcome, at);
      case 'resume':
        return machine.resume(request, at);
      case 'review':
        return machine.reviewed(request, person(deed.by), { note: deed.words, isNobodyElse: deed.isAlone }, at);
      case 'remind':
        return machine.reminded(request, deed.nth, at);
      case 'expire':
        return machine.expire(request, at);
      case 'begin':
        return machine.begin(request, at);
      case 'finish':
        return machine.finish(request, at);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return null;
  }
}

/** What holds for every step, whichever it was. */
function checkStep(before: Request, after: Request, now: number): void {
  assert.equal(after.version, before.version + 1);
  assert.equal(after.changedAt, iso(now));
  assert.equal(isUnaltered(after), true, 'the hash no longer fits the list that stands');
  const { decisions, id, rules, requester, reason, createdAt, expiresAt } = before;
  assert.deepEqual(after.decisions.slice(0, decisions.length), decisions, 'a decision was taken back');
  assert.deepEqual([after.id, after.rules, after.requester], [id, rules, requester]);
  assert.deepEqual([after.reason, after.createdAt, after.expiresAt], [reason, createdAt, expiresAt]);
  const isShorter = bookOf(after).approvedBy.length < bookOf(before).approvedBy.length;
  assert.ok(!isShorter || after.contentHash !== before.contentHash, 'approvals went though the list is the same');
}
