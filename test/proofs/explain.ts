// Tells from two versions of a request what was done in between, and what the record has to say of it.
import assert from 'node:assert/strict';
import type { Request } from '../../src/approvals/request.js';
import type { RecordEvent } from '../../src/audit/entry.js';
import { bookOf, resultOf } from './book-of.js';
import { type Book, type Deed, judge } from './rulebook.js';

/** A version that says nothing new but how many approvers were told. */
export function isReachAlone(before: Request, after: Request): boolean {
  const { version: _, changedAt: __, reach: ___, ...rest } = before;
  const { version: ____, changedAt: _____, reach: ______, ...now } = after;
  return JSON.stringify(rest) === JSON.stringify(now);
}

/**
 * The one deed that leads from one version to the next.
 * @param actor who the record says did it; null for the bot
 */
export function deedBetween(before: Request, after: Request, actor: string | null): Deed {
  const at = Date.parse(after.changedAt);
  const by = actor ?? '';
  const decision = after.decisions[before.decisions.length];
  if (decision?.verdict === 'approve') return { what: 'approve', by: decision.by.objectId, at };
  if (decision?.verdict === 'deny') return { what: 'deny', by: decision.by.objectId, words: decision.reason ?? '', at };
  if (after.review !== null && before.review === null) {
    return { what: 'review', by: after.review.by.objectId, words: after.review.note, isAlone: false, at };
  }
  if (after.reminders > before.reminders) return { what: 'remind', nth: after.reminders, at };
  return before.state === after.state ? deedToItems(before, after, by, at) : deedToState(before, after, by, at);
}

function deedToState(before: Request, after: Request, by: string, at: number): Deed {
  switch (after.state) {
    case 'withdrawn':
      return { what: 'withdraw', by, at };
    case 'expired':
      return { what: 'expire', at };
    case 'applying':
      return before.state === 'failed' ? { what: 'resume', at } : { what: 'begin', at };
    default:
      return { what: 'finish', at };
  }
}

function deedToItems(before: Request, after: Request, by: string, at: number): Deed {
  const items = after.items.filter((item, n) => item.outcome !== before.items[n]?.outcome && isOther(item, before));
  const [first] = items;
  assert.ok(first !== undefined, `version ${after.version} of ${after.id} changes nothing that can be told`);
  if (first.outcome?.kind === 'struck') {
    return { what: 'strike', by, items: items.map(({ objectId }) => objectId.toLowerCase()), at };
  }
  assert.equal(items.length, 1, 'more than one mailbox settled at once');
  return { what: 'settle', item: first.objectId.toLowerCase(), result: resultOf(first.outcome), at };
}

function isOther(item: Request['items'][number], before: Request): boolean {
  const was = before.items.find(({ objectId }) => objectId === item.objectId);
  return JSON.stringify(was?.outcome) !== JSON.stringify(item.outcome);
}

/** The book after that version. Throws where no rule leads there. */
export function followed(book: Book, deed: Deed, after: Request): Book {
  const expected = judge(book, deed);
  const told = `${JSON.stringify(deed)} in version ${after.version} of ${after.id}, which was ${JSON.stringify(book)}`;
  assert.ok(expected !== null, `no rule allows ${told}`);
  const seen = bookOf(after);
  assert.deepEqual({ ...seen, tookPart: [] }, { ...expected, tookPart: [] }, told);
  return expected;
}

const SETTLED: Readonly<Record<string, readonly RecordEvent[]>> = {
  written: ['mailbox.block-written', 'mailbox.unblock-written'],
  good: ['mailbox.block-verified', 'mailbox.unblock-verified', 'mailbox.already-blocked', 'mailbox.exempted'],
  skipped: ['mailbox.skipped'],
  failed: ['mailbox.block-failed', 'mailbox.unblock-failed'],
};

/** What the record may call the deed, given what came of it. */
export function eventsFor(deed: Deed, after: Request): readonly RecordEvent[] {
  switch (deed.what) {
    case 'approve':
      return [after.state === 'approved' ? 'request.approved' : 'request.approval-counted'];
    case 'settle':
      return (SETTLED[deed.result] ?? []).filter((event) => fitsAction(event, after));
    case 'finish':
      return [after.state === 'done' ? 'request.done' : 'request.failed'];
    default:
      return [EVENTS[deed.what]];
  }
}

function fitsAction(event: RecordEvent, { action }: Request): boolean {
  const isBlock = event.startsWith('mailbox.block-') || event === 'mailbox.already-blocked';
  return event === 'mailbox.skipped' || isBlock === (action === 'block');
}

const EVENTS: Readonly<Record<Exclude<Deed['what'], 'approve' | 'settle' | 'finish'>, RecordEvent>> = {
  deny: 'request.denied',
  withdraw: 'request.withdrawn',
  strike: 'mailbox.struck',
  expire: 'request.expired',
  remind: 'request.reminded',
  begin: 'request.applying',
  resume: 'request.resumed',
  review: 'request.reviewed',
};
