// Looks, a few at a time, whether accounts that can sign in were signed in to with their own password.
import type { Clock, Ledger, Work } from '../approvals/ports.js';
import { reassess } from '../mailboxes/fresh.js';
import type { Impacts } from '../mailboxes/impact.js';
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
  readonly impacts: Pick<Impacts, 'ofObjectIds'>;
  readonly scope: WatchScope;
  readonly flood: number;
  newId(): string;
  /** Never throws for what a tenant or an API does not tell. */
  signInHistory(objectId: string, correlationId: string): Promise<SignInHistory>;
  /** Hears of an account about which Microsoft did not answer; `isOver` when no other is looked at before the next scan. */
  notRead(objectId: string, isOver: boolean): void;
}

/** What was looked at so lately is not looked at again: Microsoft tells a sign-in minutes to a day late. */
const AGAIN_MS = 3_600_000;
/** Between two looks: the reports take five questions in ten seconds, those of people who wait for an answer among them. */
const PAUSE_MS = 4_000;
/** After so many accounts in a row without an answer it is not the accounts: nobody's report answers. */
const MOST_FAILURES = 3;

/**
 * One look, at the account that was looked at longest ago, and the next one planned: a run that is cut short loses nothing, and
 * no run is long. A scan says how many there may be until the next. An account that cannot be read goes to the end of the queue
 * like any other, so that it keeps nobody else from being looked at.
 */
export async function lookAtSignIns(doors: LookDoors): Promise<'looked' | 'nothing'> {
  const { looksLeft } = await doors.book.state();
  const notSince = new Date(Date.parse(doors.clock.now()) - AGAIN_MS).toISOString();
  const [objectId] = looksLeft > 0 ? await doors.book.nextToLookAt(1, notSince) : [];
  if (objectId === undefined) return 'nothing';
  const history = await doors.signInHistory(objectId, `sign-ins ${objectId}`);
  const { availability } = history;
  const isWorthKeeping = availability === 'known' || !(await wasRead(objectId, doors));
  const left = await doors.ledger.transaction(async (work) => {
    const state = await work.watch.lock();
    const at = doors.clock.now();
    const looksFailed = availability === 'unavailable' ? state.looksFailed + 1 : 0;
    const next = { ...state, looksLeft: leftAfter(availability, looksFailed, state), looksFailed };
    await work.watch.save({ ...next, signIns: { availability, at } });
    if (availability === 'known' || availability === 'unavailable') {
      await keep({ objectId, history, at, isWorthKeeping }, next, doors, work);
    }
    if (next.looksLeft > 0) await work.jobs.enqueue({ name: 'look-at-sign-ins' }, { afterMs: PAUSE_MS });
    return next.looksLeft;
  });
  if (availability === 'unavailable') doors.notRead(objectId, left === 0);
  return 'looked';
}

/** Neither a licence nor a permission appears so soon, and reports that answer about nobody are left alone. */
function leftAfter(
  availability: SignInHistory['availability'],
  looksFailed: number,
  { looksLeft }: Pick<WatchState, 'looksLeft'>,
): number {
  const goesOn = availability === 'known' || (availability === 'unavailable' && looksFailed < MOST_FAILURES);
  return goesOn ? Math.max(0, looksLeft - 1) : 0;
}

/** That it cannot be read now takes nothing away that was read before. */
async function wasRead(objectId: string, { impacts }: LookDoors): Promise<boolean> {
  return (await impacts.ofObjectIds([objectId])).get(objectId)?.history.availability === 'known';
}

interface Look {
  readonly objectId: string;
  readonly history: SignInHistory;
  /** ISO 8601, UTC: now. */
  readonly at: string;
  readonly isWorthKeeping: boolean;
}

async function keep(
  { objectId, history, at, isWorthKeeping }: Look,
  state: WatchState,
  { scope, flood, newId }: LookDoors,
  work: Work,
): Promise<void> {
  await work.sightings.lookedAt(objectId, at, history.lastSuccessAt);
  const now = (await work.sightings.of([objectId])).get(objectId);
  if (now === undefined || now.goneAt !== null) return;
  const { assessed, readAt, lastSignInAt } = now;
  const licences = assessed.account?.skuIds.length ?? 0;
  if (isWorthKeeping) await work.impacts.keep({ objectId, readAt: at, history, access: null, licences });
  const known = reassess(assessed, assessed.account, null, lastSignInAt, at);
  const seen = await underExemptions([{ objectId, lastSignInAt, readAt, assessed: known }], at, work);
  const { told } = await observe(
    { seen, at, state, scope, isScan: false, confirmed: new Set([objectId]), newId },
    work,
  );
  for (const one of seen) await work.scans.refresh(one.assessed);
  await tell({ told, at, flood, reason: 'flood', newId }, work);
}
