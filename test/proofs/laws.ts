// What must hold when a request is made and when an account is written, whatever led there.
import assert from 'node:assert/strict';
import type { RequestSettings } from '../../src/approvals/create-request.js';
import type { Request, RequestAction } from '../../src/approvals/request.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { bookOf } from './book-of.js';
import type { Chapter, Chronicle } from './chronicle.js';
import { standingIn } from './rulebook.js';
import type { SmallWorld } from './small-world.js';

const DAY = 24 * 3_600_000;
const OPEN = ['pending', 'approved', 'applying'];
const REFUSED = ['denied', 'withdrawn', 'expired'];

/** Whether the action can be asked for, and carried out: the account is known, not as wanted already, and the bot's to change. */
export function fits(action: RequestAction, mailbox: AssessedMailbox | null): boolean {
  if (mailbox?.account?.accountEnabled == null) return false;
  const { accountEnabled, onPremisesSyncEnabled } = mailbox.account;
  if (action === 'exempt') return accountEnabled;
  if (onPremisesSyncEnabled === true) return false;
  return action === 'block' ? accountEnabled : !accountEnabled || mailbox.exemption !== null;
}

/** Mailboxes of a request that is open and has not struck them off. */
export function takenIn({ chapters }: Chronicle): ReadonlySet<string> {
  const open = [...chapters.values()].filter(({ book }) => OPEN.includes(book.state));
  return new Set(open.flatMap(({ book }) => standingIn(book)));
}

/** Mailboxes asked for by people within a day and not refused since. */
export function askedWithinADay({ chapters }: Chronicle, action: RequestAction, now: number): number {
  const counts = ({ request, book }: Chapter): boolean =>
    request.action === action && request.follows === null && !REFUSED.includes(book.state);
  const recent = [...chapters.values()].filter((one) => counts(one) && Date.parse(one.request.createdAt) >= now - DAY);
  return recent.reduce((sum, { book }) => sum + standingIn(book).length, 0);
}

/** A request that somebody asked for, or the end that was agreed on with one before it. */
export function checkBirth(request: Request, chronicle: Chronicle, settings: RequestSettings, now: number): void {
  const ids = request.items.map(({ objectId }) => objectId);
  if (request.follows !== null) {
    checkFollowUp(request, chronicle, now);
    return;
  }
  const book = bookOf(request);
  assert.deepEqual([book.state, book.approvedBy, book.quorum], ['pending', [], settings.quorum]);
  assert.ok(settings.mode === 'enforce' || request.action === 'exempt', 'asked for in watch mode');
  assert.ok(ids.length > 0 && ids.length <= settings.maxMailboxes);
  const taken = takenIn(chronicle);
  assert.deepEqual(
    ids.filter((id) => taken.has(id)),
    [],
    'in an open request already',
  );
  const asked = askedWithinADay(chronicle, request.action, now);
  assert.ok(asked + ids.length <= settings.maxPerDay, 'more than a day allows');
  assert.equal(request.until === null, request.action === 'block');
}

function checkFollowUp(request: Request, { chapters }: Chronicle, now: number): void {
  const before = chapters.get(request.follows ?? '');
  assert.ok(before !== undefined && request.action === 'block' && request.items.length > 0);
  assert.equal(before.request.action, 'unblock');
  const unblocked = standingIn(before.book);
  assert.ok(
    request.items.every(({ objectId }) => unblocked.includes(objectId)),
    'another mailbox than was unblocked',
  );
  assert.ok(now >= Date.parse(before.request.until ?? ''), 'before its time');
  const book = bookOf(request);
  assert.deepEqual([book.state, book.approvedBy], ['approved', before.book.approvedBy]);
  assert.ok(book.approvedBy.length >= before.book.quorum);
}

interface Deed {
  readonly objectId: string;
  readonly allowed: boolean;
  readonly correlationId: string;
}

/** An account is written under an approval of a list that contains it, by enough people, in time, if it still is as it was shown. */
export async function checkWrite({ objectId, allowed, correlationId }: Deed, world: SmallWorld): Promise<void> {
  const chapter = world.chronicle.chapters.get(correlationId.split('-')[0] ?? '');
  assert.ok(chapter !== undefined, `a write without a request: ${correlationId}`);
  const { book, request, isTampered } = chapter;
  const told = `write to ${objectId} under ${request.id}: ${JSON.stringify(book)}`;
  assert.equal(isTampered, false, told);
  assert.equal(world.settings.mode, 'enforce', told);
  assert.equal(book.state, 'applying', told);
  assert.equal(book.results[objectId], 'open', told);
  assert.ok(new Set(book.approvedBy).size >= book.quorum && !book.approvedBy.includes(book.requester), told);
  assert.ok(book.runBefore !== null && world.now() - world.callMs < book.runBefore, `late ${told}`);
  assert.deepEqual([request.action, allowed], [allowed ? 'unblock' : 'block', allowed], told);
  const exemption = await world.exemptionOf(objectId);
  const now = world.tenant.seen(objectId, exemption);
  assert.ok(fits(request.action, now), `not fit for it any more: ${told}`);
  assert.equal(now?.mailbox.type, request.items.find((item) => item.objectId === objectId)?.type, told);
  if (!allowed) return;
  assert.equal(exemption?.requestId, request.id, `no exemption in force: ${told}`);
  assert.ok(Date.parse(exemption?.until ?? '') > world.now() - world.callMs, told);
}
