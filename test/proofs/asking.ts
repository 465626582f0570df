// How people ask in a life on a store: a preview, whatever happens then, and the press of its button; each held against the rules.
import assert from 'node:assert/strict';
import { createRequest } from '../../src/approvals/create-request.js';
import type { Draft } from '../../src/approvals/draft.js';
import { draftRequest } from '../../src/approvals/draft-request.js';
import type { Request, RequestAction } from '../../src/approvals/request.js';
import type { AssessedMailbox } from '../../src/mailboxes/mailbox.js';
import { askedWithinADay, fits, takenIn } from './laws.js';
import { cameTo, personOf } from './people.js';
import type { SmallWorld } from './small-world.js';

const MINUTE = 60_000;

export interface Asked {
  readonly by: string;
  readonly action: RequestAction;
  readonly mailboxes: readonly string[];
  readonly isUrgent: boolean;
  readonly until: string | null;
}

/** Asserts that a preview is made, and becomes a request for exactly the mailboxes that are free, where the rules allow it. */
export async function ask(asked: Asked, inBetween: () => Promise<void>, world: SmallWorld): Promise<void> {
  const draft = await preview(asked, world);
  if (draft === null) return;
  await inBetween();
  const expected = isTooLate(draft, world) ? null : await freeOnes(draft, world);
  let made: Request | null = null;
  const came = await cameTo(async () => {
    const sending = { draft, by: draft.by, correlationId: 'c', activityId: null };
    const created = await createRequest(sending, world.settings, doorsOf(asked, world));
    made = created.isNew ? created.request : null;
  });
  if (came === 'lost') return;
  const named = (made as Request | null)?.items.map(({ objectId }) => objectId).toSorted() ?? null;
  assert.deepEqual(named, expected, `${JSON.stringify(asked)}: ${came}`);
}

async function preview(asked: Asked, world: SmallWorld): Promise<Draft | null> {
  const { action, isUrgent, until, by } = asked;
  const shown = await readAll(asked.mailboxes, world);
  const wanted = {
    ...{ action, isUrgent, until, mailboxes: shown, by: personOf(by), reason: 'as agreed', owner: null },
    ...{ conversationId: 'c', audience: 'requester' as const, correlationId: 'c' },
  };
  let draft: Draft | null = null;
  const came = await cameTo(async () => {
    draft = await draftRequest(wanted, world.settings, doorsOf(asked, world));
  });
  const isFew = shown.length <= world.settings.maxMailboxes;
  const expected = isFew && mayAsk(asked, 5, world) && shown.some((one) => fits(action, one)) ? 'done' : 'refused';
  assert.equal(came, expected, `a preview of ${JSON.stringify(asked)}`);
  return draft;
}

function doorsOf({ mailboxes }: Asked, world: SmallWorld) {
  const { ledger, clock, ids, store } = world;
  return { ledger, clock, ids, drafts: store().drafts, reread: () => readAll(mailboxes, world) };
}

/** The mailboxes as they read now. */
async function readAll(ids: readonly string[], world: SmallWorld): Promise<readonly AssessedMailbox[]> {
  const seen = await Promise.all(ids.map(async (id) => world.tenant.seen(id, await world.exemptionOf(id))));
  return seen.filter((one) => one !== null);
}

/** An end is some minutes away, and nothing that writes is asked for where nothing is written. */
function mayAsk(
  { action, until }: Pick<Asked, 'action' | 'until'>,
  leastMinutes: number,
  { settings, now }: SmallWorld,
): boolean {
  const isLongEnough = until === null || Date.parse(until) - now() >= leastMinutes * MINUTE;
  return isLongEnough && (settings.mode === 'enforce' || action === 'exempt');
}

/** A preview is good for an hour; of the five minutes that an end is away at least, four may go by until it is sent. */
function isTooLate(draft: Draft, world: SmallWorld): boolean {
  return world.now() - Date.parse(draft.createdAt) > 60 * MINUTE || !mayAsk(draft, 1, world);
}

/** Which of the mailboxes shown can be asked for now; null when the day's share is used up, or nothing is left. */
async function freeOnes({ action, mailboxes }: Draft, world: SmallWorld): Promise<readonly string[] | null> {
  const taken = takenIn(world.chronicle);
  const now = await readAll(mailboxes.map(idOf), world);
  const shown = new Map(mailboxes.map((one) => [idOf(one), one.verdict]));
  const free = now.filter((one) => fits(action, one) && shown.get(idOf(one)) === one.verdict && !taken.has(idOf(one)));
  const left = world.settings.maxPerDay - askedWithinADay(world.chronicle, action, world.now());
  return free.length === 0 || free.length > left ? null : free.map(idOf).toSorted();
}

function idOf({ account }: AssessedMailbox): string {
  return account?.id ?? '';
}
