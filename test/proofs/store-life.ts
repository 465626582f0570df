// One random life on a store: people, jobs, faults, other people's changes and restarts, in any order.
import assert from 'node:assert/strict';
import { recordOutcome } from '../../src/approvals/record-outcome.js';
import type { Request, RequestAction } from '../../src/approvals/request.js';
import { ask } from './asking.js';
import { checkAtRest, checkExemptions } from './ends.js';
import { Crash } from './fake-tenant.js';
import { fits, takenIn } from './laws.js';
import { type Came, cameTo, doDeed, expectedOf, type Said } from './people.js';
import { standingIn } from './rulebook.js';
import type { SmallWorld } from './small-world.js';
import { MAILBOXES, PEOPLE, type Step, type StepOf } from './steps.js';

const MINUTE = 60_000;

/** Ids of this life: other lives share the store. */
export interface Life {
  readonly world: SmallWorld;
  readonly mailbox: (name: string) => string;
  /** Opens the store again, as a new process would. */
  reopen(): Promise<void>;
}

export async function liveOnStore(steps: readonly Step[], life: Life): Promise<void> {
  for (const step of steps) {
    await take(step, life);
    await checkExemptions(life.world);
  }
  await comeToRest(life);
  await checkAtRest(life.world);
}

async function take(step: Step, life: Life): Promise<void> {
  const { world } = life;
  switch (step.what) {
    case 'ask':
      return askFor(step, life);
    case 'onward':
      return goOn(step.which, life);
    case 'say':
      return speak(step, life);
    case 'both':
      return speakAtOnce(step, life);
    case 'work':
      return work(step.jobs, life);
    case 'time':
      return world.pass(step.minutes * MINUTE);
    case 'turn':
      return world.tenant.turn(life.mailbox(step.item), step.to);
    case 'fault':
      return step.fault === 'commit' ? world.loseNext() : world.tenant.arm(step.fault);
    case 'again':
      return again(life);
    case 'restart':
      return restart(step.mode, life);
    case 'shorten':
      return shorten(step, life);
    case 'late':
      return sayLate(step, life);
    case 'tamper':
      return tamper(step, life);
  }
}

async function askFor(step: StepOf<'ask'>, life: Life): Promise<void> {
  const { world, mailbox } = life;
  const { who: by, isUrgent, minutes, inBetween } = step;
  const named = step.items.map(mailbox);
  const [action, mailboxes] = step.isCareful ? await whatFits(step.action, named, world) : [step.action, named];
  const until = action === 'block' ? null : new Date(world.now() + minutes * MINUTE).toISOString();
  const asked = { by, action, isUrgent: isUrgent && action === 'block', until, mailboxes };
  await ask(asked, async () => (inBetween === null ? undefined : take(inBetween, life)), world);
}

/** The action and those of the mailboxes that it can be asked for; another action where there are none. */
async function whatFits(
  wanted: RequestAction,
  named: readonly string[],
  world: SmallWorld,
): Promise<readonly [RequestAction, readonly string[]]> {
  const taken = takenIn(world.chronicle);
  const seen = await Promise.all(named.map(async (id) => world.tenant.seen(id, await world.exemptionOf(id))));
  const fitting = (action: RequestAction): readonly string[] =>
    named.filter((id, n) => fits(action, seen[n] ?? null) && !taken.has(id));
  const action = [wanted, 'unblock' as const, 'block' as const].find((one) => fitting(one).length > 0) ?? wanted;
  return [action, fitting(action).slice(0, world.settings.maxMailboxes)];
}

/** Approves what is pending, runs again what failed, else lets the jobs do theirs. */
async function goOn(which: number, life: Life): Promise<void> {
  const { world } = life;
  const request = requestOf(which, life);
  const book = request === null ? undefined : world.chronicle.chapters.get(request.id)?.book;
  const by = PEOPLE.find((one) => one !== book?.requester && book?.approvedBy.includes(one) === false) ?? PEOPLE[0];
  const say = (deed: Said['what']): Promise<void> =>
    speak({ what: 'say', deed, who: by, which, items: [], words: 'so be it', seen: 'now' }, life);
  if (book?.state === 'pending') return say('approve');
  if (book?.state === 'failed') return say('resume');
  if (book?.state === 'done' && book.isUrgent) return say('review');
  const due = world.desk.nextDue();
  if (due !== null && due - world.now() < 15 * MINUTE) world.pass(Math.max(0, due - world.now()));
  return work(2, life);
}

/** The newest requests first. */
function requestOf(which: number, { world }: Life): Request | null {
  return [...world.chronicle.chapters.values()].at(-1 - which)?.request ?? null;
}

function saidOf({ deed, who: by, items, words, seen }: StepOf<'say'>, request: Request, life: Life): Said {
  const { world, mailbox } = life;
  const at = world.now();
  const content = {
    now: request.contentHash,
    typed: null,
    earlier: world.chronicle.chapters.get(request.id)?.firstContent ?? null,
  }[seen];
  const listed = request.items.map(({ objectId }) => objectId);
  const named = items.map(mailbox).filter((id) => seen === 'earlier' || listed.includes(id));
  if (deed === 'strike') return { what: deed, by, at, content, items: named };
  if (deed === 'deny') return { what: deed, by, at, content, words };
  if (deed === 'review') return { what: deed, by, at, content, words, isAlone: false };
  return { what: deed, by, at, content };
}

/** A person's word comes to what the rulebook says, whatever became of it in the store. */
async function speak(step: StepOf<'say'>, life: Life): Promise<void> {
  const { world } = life;
  const request = requestOf(step.which, life);
  const chapter = request === null ? undefined : world.chronicle.chapters.get(request.id);
  if (request === null || chapter === undefined) return;
  const said = saidOf(step, request, life);
  const expected = expectedOf(said, chapter);
  const came = await doDeed(said, request.id, world);
  if (came !== 'lost') assert.equal(came, expected, `${JSON.stringify(said)} on ${JSON.stringify(chapter.book)}`);
}

/** Of two words at once each is refused only where it would have been before or after the other. */
async function speakAtOnce({ one, other }: StepOf<'both'>, life: Life): Promise<void> {
  const { chapters } = life.world.chronicle;
  const said = [one, { ...other, which: one.which }].flatMap((step) => {
    const request = requestOf(step.which, life);
    return request === null
      ? []
      : [{ id: request.id, said: saidOf(step, request, life), before: chapters.get(request.id) }];
  });
  const came = await Promise.all(said.map(({ id, said: word }) => doDeed(word, id, life.world)));
  for (const [n, { id, said: word, before }] of said.entries()) {
    const possible = new Set<Came | undefined>(['lost']);
    for (const chapter of [before, chapters.get(id)])
      if (chapter !== undefined) possible.add(expectedOf(word, chapter));
    if (came[n] === 'done') continue; // The chronicle has held it against the rulebook.
    assert.ok(possible.has(came[n]), `${JSON.stringify(word)} was ${came[n]}`);
  }
}

/** Jobs that are due, in order. One that fails is tried again later, as the queue does. */
async function work(count: number, { world }: Life): Promise<void> {
  const { desk } = world;
  for (let n = 0; n < count; n += 1) {
    const planned = desk.next(world.now());
    if (planned === undefined) return;
    try {
      await world.run(planned.job);
      desk.remove(planned);
    } catch (error) {
      if (error instanceof assert.AssertionError || !isOutage(error)) throw error;
      desk.remove(planned);
      desk.add([{ job: planned.job, dueAt: world.now() + 5_000 }]);
    }
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof Crash || (error instanceof Error && error.message.includes('went away'));
}

/** The queue promises at least once: what has been done may come again. */
async function again(life: Life): Promise<void> {
  const { world } = life;
  for (const { request } of [...world.chronicle.chapters.values()].slice(-2)) {
    const requestId = request.id;
    world.desk.add([
      { job: { name: 'apply-request', requestId }, dueAt: world.now() },
      { job: { name: 'expire-request', requestId }, dueAt: world.now() },
      { job: { name: 'remind-request', requestId, nth: 1 }, dueAt: world.now() },
      { job: { name: 'end-exemption', requestId }, dueAt: world.now() },
    ]);
  }
  await work(8, life);
}

/** The store is opened anew, maybe with other settings; what the queue forgot is found by looking at the requests. */
async function restart(mode: StepOf<'restart'>['mode'], life: Life): Promise<void> {
  const { world } = life;
  world.calm();
  if (mode !== null) world.setMode(mode);
  await life.reopen();
  world.desk.forgetRequests();
  await world.resume();
}

/** The first mailbox of a list that waits is struck off, and somebody who has not seen that goes on. */
async function shorten({ which, by, next }: StepOf<'shorten'>, life: Life): Promise<void> {
  const { chapters } = life.world.chronicle;
  const waiting = [...chapters.values()].filter(({ book }) => book.state === 'pending' && standingIn(book).length > 1);
  const chapter = waiting.at(-1 - which);
  const item = MAILBOXES.find((name) => life.mailbox(name) === standingIn(chapter?.book ?? { results: {} })[0]);
  if (chapter === undefined || item === undefined) return;
  const nth = [...chapters.keys()].toReversed().indexOf(chapter.request.id);
  const say = { what: 'say' as const, which: nth, items: [item], words: 'so be it' as const };
  await speak({ ...say, deed: 'strike', who: by, seen: 'now' }, life);
  if (next.what === 'approve') return speak({ ...say, deed: 'approve', who: next.by, seen: 'earlier' }, life);
  // All of the list once more, of which only what was struck off is free.
  const items = MAILBOXES.filter((name) => life.mailbox(name) in chapter.book.results);
  const asking = { what: 'ask' as const, who: next.by, items, action: chapter.request.action };
  return askFor({ ...asking, isUrgent: false, isCareful: false, minutes: 90, inBetween: null }, life);
}

/** An outcome that comes after another one of the same mailbox changes nothing. */
async function sayLate({ which, isFailed }: StepOf<'late'>, life: Life): Promise<void> {
  const { world } = life;
  const running = [...world.chronicle.chapters.values()].filter(({ book }) => book.state === 'applying');
  const { request, book } = running.at(-1 - which) ?? {};
  const item = request?.items.find(({ objectId }) => !['open', 'struck'].includes(book?.results[objectId] ?? 'open'));
  if (request === undefined || item === undefined) return;
  const at = new Date(world.now()).toISOString();
  const isProvisional = book?.results[item.objectId] === 'written';
  const outcome =
    isFailed && !isProvisional
      ? ({ kind: 'failed', at, cause: 'refused', why: 'late', microsoftRequestId: null } as const)
      : ({ kind: 'written', at, microsoftRequestId: null } as const);
  const came = await cameTo(() => recordOutcome(request.id, item.objectId, outcome, world));
  if (came !== 'lost') assert.deepEqual(await world.store().requests.load(request.id), request);
}

/** Somebody with all rights adds a mailbox to what people see as one list. */
async function tamper({ which, item }: StepOf<'tamper'>, life: Life): Promise<void> {
  const { world } = life;
  const request = requestOf(which, life);
  const [first] = request?.items ?? [];
  const objectId = life.mailbox(item);
  if (request === null || first === undefined || request.items.some((one) => one.objectId === objectId)) return;
  const { version, items } = request;
  const next = { ...request, version: version + 1, items: [...items, { ...first, objectId, outcome: null }] };
  await world.store().requests.replace(next);
  world.chronicle.tampered(next);
}

/** Nobody does anything any more and nothing fails: every job that is left has its day. */
async function comeToRest(life: Life): Promise<void> {
  const { world } = life;
  world.calm();
  for (let n = 0; n < 500; n += 1) {
    // As every scan does, for what has no job left.
    if (world.desk.nextDue() === null) await world.resume();
    const due = world.desk.nextDue();
    if (due === null) return;
    world.pass(Math.max(0, due - world.now()));
    await work(1, life);
  }
  assert.fail('there is no end to the jobs');
}
