// What must hold of exemptions at any time, and of everything once nothing is left to do.
import assert from 'node:assert/strict';
import { verify } from '../../src/audit/chain.js';
import type { Exemption } from '../../src/mailboxes/mailbox.js';
import type { Chapter } from './chronicle.js';
import type { Write } from './fake-tenant.js';
import { standingIn } from './rulebook.js';
import type { SmallWorld } from './small-world.js';

/** The running ones of this life's mailboxes. */
async function runningIn(world: SmallWorld): Promise<readonly Exemption[]> {
  const own = new Set([...world.chronicle.chapters.values()].flatMap(({ book }) => Object.keys(book.results)));
  return (await world.store().exemptions.running()).filter(({ objectId }) => own.has(objectId));
}

/** The newest accepted write to an account. */
function lastWriteTo(objectId: string, { tenant }: SmallWorld): Write | undefined {
  return tenant.writes.findLast((write) => write.objectId === objectId);
}

/** An exemption stands under an approved request that came to something, and every one that came to something has one. */
export async function checkExemptions(world: SmallWorld): Promise<void> {
  const running = await runningIn(world);
  for (const exemption of running) checkStands(exemption, world);
  for (const chapter of world.chronicle.chapters.values()) {
    if (chapter.request.action === 'block') continue;
    for (const objectId of standingIn(chapter.book)) checkHasTerm(objectId, chapter, running, world);
  }
}

function checkStands({ objectId, kind, until, requestId }: Exemption, world: SmallWorld): void {
  const chapter = world.chronicle.chapters.get(requestId);
  const told = `exemption of ${objectId} under ${JSON.stringify(chapter)}`;
  assert.ok(chapter !== undefined, told);
  const { request, book } = chapter;
  assert.deepEqual([kind, until], [request.action, request.until], told);
  assert.ok(book.approvedBy.length >= book.quorum && standingIn(book).includes(objectId), told);
  const result = book.results[objectId];
  const isUnderWay = result === 'open' && book.state === 'applying';
  const wasWritten = world.tenant.writes.some((write) => write.requestId === requestId && write.objectId === objectId);
  assert.ok(isUnderWay || result === 'written' || result === 'good' || wasWritten, told);
  const isSettled = result === 'written' || result === 'good';
  assert.ok(!isSettled || !isSuperseded(objectId, requestId, world), `blocked or replaced since: ${told}`);
}

/** What was unblocked or exempted until a date has a term that ends it, unless something later took its place. */
function checkHasTerm(
  objectId: string,
  { request, book }: Chapter,
  running: readonly Exemption[],
  world: SmallWorld,
): void {
  const isInForce = request.until !== null && Date.parse(request.until) > world.now();
  const write = world.tenant.writes.findLast((one) => one.requestId === request.id && one.objectId === objectId);
  const isDone = book.results[objectId] === 'good' || (write !== undefined && book.state !== 'applying');
  if (!isInForce || !isDone || isSuperseded(objectId, request.id, world)) return;
  const found = running.find((exemption) => exemption.objectId === objectId);
  assert.equal(found?.requestId, request.id, `no term for ${objectId} under ${JSON.stringify(book)}`);
}

/** Whether a later request changed the same account, or found it as it wanted it. */
function isSuperseded(objectId: string, requestId: string, { chronicle }: SmallWorld): boolean {
  const entries = chronicle.entries.filter(({ mailbox }) => mailbox === objectId);
  const own = entries.findLastIndex((entry) => entry.requestId === requestId && !entry.event.includes('verified'));
  return entries.slice(own + 1).some((entry) => entry.requestId !== requestId && ENDING.test(entry.event));
}
const ENDING = /^mailbox\.(?:block-written|already-blocked|unblock-written|exempted)$/u;

/** Nothing is open, every term was kept, and the record tells all of it in order. */
export async function checkAtRest(world: SmallWorld): Promise<void> {
  for (const { request } of world.chronicle.chapters.values()) {
    assert.ok(!['pending', 'approved', 'applying'].includes(request.state), `${request.id} stays ${request.state}`);
    assert.deepEqual(await world.store().requests.load(request.id), request, 'the store and its history differ');
  }
  assert.deepEqual(await runningIn(world), [], 'an exemption without end');
  checkTermsWereKept(world);
  await checkRecord(world);
}

/** What the bot allowed until a date it has blocked again, or has said why not. */
function checkTermsWereKept(world: SmallWorld): void {
  const { chapters } = world.chronicle;
  const opened = new Set(world.tenant.writes.filter(({ allowed }) => allowed).map(({ objectId }) => objectId));
  for (const objectId of opened) {
    const last = lastWriteTo(objectId, world);
    if (last?.allowed !== true) continue;
    const ofIt = [...chapters.values()].filter(({ book }) => standingIn(book).includes(objectId));
    // In watch mode the end is told and recorded, and nothing is written; each such entry was held against the mode.
    const isTold = world.chronicle.entries.some(
      ({ event, requestId, mailbox, detail }) =>
        event === 'exemption.ended' && detail['why'] === 'over' && requestId === last.requestId && mailbox === objectId,
    );
    const isEnded =
      isTold ||
      ofIt.some(({ request }) => request.follows === last.requestId) ||
      isSuperseded(objectId, last.requestId, world);
    assert.ok(isEnded, `${objectId} was allowed under ${last.requestId} and never blocked again`);
  }
}

async function checkRecord({ store, chronicle }: SmallWorld): Promise<void> {
  const { chain } = store().audit;
  const rows = [];
  const ids = new Set(chronicle.chapters.keys());
  let after = 0;
  for (;;) {
    const page = await chain.rows(after, 1_000);
    rows.push(...page);
    if (page.length < 1_000) break;
    after = page.at(-1)?.seq ?? after;
  }
  assert.equal(verify(rows).sound, true);
  const kept = rows
    .filter(({ filed }) => ids.has(filed?.requestId ?? ''))
    .map(({ filed }) => [filed?.event, filed?.at]);
  assert.deepEqual(
    kept,
    chronicle.entries.filter(({ requestId }) => ids.has(requestId ?? '')).map(({ event, at }) => [event, at]),
  );
}
