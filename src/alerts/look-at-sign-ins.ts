// Looks, a few at a time, whether accounts that can sign in were signed in to with their own password.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import { reassess } from '../mailboxes/fresh.js';
import type { SignInHistory } from '../mailboxes/mailbox.js';
import { observe } from './observe.js';
import type { WatchBook } from './ports.js';
import { tell } from './tell.js';
import { underExemptions } from './under-exemptions.js';
import type { WatchScope, WatchState } from './watch-state.js';

export interface LookDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly book: Pick<WatchBook, 'state' | 'nextToLookAt'>;
  readonly scope: WatchScope;
  readonly flood: number;
  newId(): string;
  /** Never throws for what a tenant or an API does not tell. */
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
}

/** What was looked at so lately is not looked at again: Microsoft tells a sign-in minutes to a day late. */
const AGAIN_MS = 3_600_000;
/** Between two looks: the reports take five questions in ten seconds, those of people who wait for an answer among them. */
const PAUSE_MS = 4_000;

/**
 * One look, at the account that was looked at longest ago, and the next one planned: a run that is cut short loses nothing, and
 * no run is long. A scan says how many there may be until the next.
 */
export async function lookAtSignIns(doors: LookDoors): Promise<'looked' | 'nothing'> {
  const { looksLeft } = await doors.book.state();
  const notSince = new Date(Date.parse(doors.clock.now()) - AGAIN_MS).toISOString();
  const [objectId] = looksLeft > 0 ? await doors.book.nextToLookAt(1, notSince) : [];
  if (objectId === undefined) return 'nothing';
  const history = await doors.signInHistory(objectId, `sign-ins ${objectId}`);
  await doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    const at = doors.clock.now();
    const { availability } = history;
    // Neither a licence nor a permission appears so soon, and a report that does not answer is left alone.
    const left = availability === 'known' ? Math.max(0, state.looksLeft - 1) : 0;
    const next = { ...state, looksLeft: left, signIns: { availability, at } };
    await work.watch.save(next);
    if (availability === 'known') await keep(objectId, history, at, next, doors, work);
    if (left > 0) await work.jobs.enqueue({ name: 'look-at-sign-ins' }, { afterMs: PAUSE_MS });
  });
  return 'looked';
}

async function keep(
  objectId: string,
  history: SignInHistory,
  at: string,
  state: WatchState,
  { scope, flood, newId }: LookDoors,
  work: Work,
): Promise<void> {
  await work.sightings.lookedAt(objectId, at, history.lastSuccessAt);
  const now = (await work.sightings.of([objectId])).get(objectId);
  if (now === undefined || now.goneAt !== null) return;
  const { assessed, readAt, lastSignInAt } = now;
  await work.impacts.keep({
    objectId,
    readAt: at,
    history,
    access: null,
    licences: assessed.account?.skuIds.length ?? 0,
  });
  const known = reassess(assessed, assessed.account, null, lastSignInAt, at);
  const seen = await underExemptions([{ objectId, lastSignInAt, readAt, assessed: known }], at, work);
  const { told } = await observe(
    { seen, at, state, scope, isScan: false, confirmed: new Set([objectId]), newId },
    work,
  );
  for (const one of seen) await work.scans.refresh(one.assessed);
  await tell({ told, at, flood, reason: 'flood', newId }, work);
}
