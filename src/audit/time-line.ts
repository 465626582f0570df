// Mixes what was done outside of the bot into the record of a mailbox: each change on one page, the bot's own only once.
import type { SignInChange } from '../mailboxes/enabling.js';
import type { RecordEntry, RecordEvent } from './entry.js';

/** An entry with its number. */
export type NumberedEntry = RecordEntry & { readonly seq: number };

/** A page of the record of one mailbox, newest first. */
export interface PageOfRecord {
  readonly entries: readonly NumberedEntry[];
  /** When the last entry of the page before this one was made; null on the newest page. */
  readonly newerAt: string | null;
  readonly hasOlder: boolean;
}

export type TimeLineRow =
  | { readonly kind: 'entry'; readonly entry: NumberedEntry }
  | { readonly kind: 'outside'; readonly change: SignInChange };

export interface TimeLine {
  /** Newest first. */
  readonly rows: readonly TimeLineRow[];
  /** Changes of this page's time that are not among the rows. */
  readonly left: number;
}

/** Changes from outside on one page; more of them fit on no card. */
const MOST = 6;

/** The entries of a page and the changes of its time: from its last entry on, up to the last one of the page before. */
export function timeLine({ entries, newerAt, hasOlder }: PageOfRecord, changes: readonly SignInChange[]): TimeLine {
  const from = hasOlder ? timeOf(entries.at(-1)?.at ?? '') : Number.NEGATIVE_INFINITY;
  const to = newerAt === null ? Number.POSITIVE_INFINITY : timeOf(newerAt);
  const its = changes
    .filter(({ at }) => timeOf(at) >= from && timeOf(at) < to)
    .toSorted((a, b) => timeOf(b.at) - timeOf(a.at));
  const rows: TimeLineRow[] = [];
  const waiting = its.slice(0, MOST);
  for (const entry of entries) {
    while (timeOf(waiting[0]?.at ?? '') > timeOf(entry.at)) rows.push(outside(waiting.shift()));
    rows.push({ kind: 'entry', entry });
  }
  rows.push(...waiting.map(outside));
  return { rows, left: its.length - Math.min(its.length, MOST) };
}

/** Between a write and its entry, or its record at Microsoft. */
const NEAR_MS = 15 * 60_000;

/** What the record says when the bot made a change, or found it made when it ran again. */
const TOLD_BY: Readonly<Record<SignInChange['to'], ReadonlySet<RecordEvent>>> = {
  blocked: new Set([
    ...(['mailbox.block-written', 'mailbox.block-verified'] as const),
    ...(['mailbox.block-failed', 'mailbox.already-blocked'] as const),
  ]),
  allowed: new Set([
    ...(['mailbox.unblock-written', 'mailbox.unblock-verified'] as const),
    ...(['mailbox.unblock-failed', 'mailbox.exempted'] as const),
  ]),
};

/**
 * The changes that the bot's record does not tell already. One that was made with the bot's identity is told where an entry
 * about such a change is near it; where none is, somebody else had that identity.
 * @param entries of this mailbox, newest first; all of them, or the newest ones
 */
export function notOnRecord(
  changes: readonly SignInChange[],
  entries: readonly RecordEntry[],
  isAll: boolean,
): readonly SignInChange[] {
  const oldest = isAll ? Number.NEGATIVE_INFINITY : timeOf(entries.at(-1)?.at ?? '') + NEAR_MS;
  return changes.filter(({ isOwn, to, at }) => {
    const isTold = (entry: RecordEntry): boolean =>
      TOLD_BY[to].has(entry.event) && Math.abs(timeOf(entry.at) - timeOf(at)) <= NEAR_MS;
    return !isOwn || (timeOf(at) > oldest && !entries.some(isTold));
  });
}

function outside(change: SignInChange | undefined): TimeLineRow {
  if (change === undefined) throw new Error('There is no change left.');
  return { kind: 'outside', change };
}

/** NaN for nothing: neither before nor after anything. */
function timeOf(at: string): number {
  return Date.parse(at);
}
