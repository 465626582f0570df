// How an episode began, told from what was known before: new, re-enabled, converted, or there all along. Pure.
import type { MailboxKind } from './finding.js';
import type { Sighting } from './sighting.js';
import type { Seen } from './standing.js';
import type { WatchScope, WatchState } from './watch-state.js';

const MINUTE_MS = 60_000;
/** An account that is so much older than the last complete scan, which did not list it, was something else before. */
const OLDER_MS = 24 * 60 * MINUTE_MS;
/** A change shows late: its record may be so much older than the last poll that did not tell it. */
const LATE_MS = 15 * MINUTE_MS;
/** Readers of a directory that replicates see what was changed so lately in two ways. */
const REPLICATION_MS = 5 * MINUTE_MS;

export interface Known {
  readonly before: Sighting | null;
  readonly state: Pick<WatchState, 'scope' | 'lastCompleteScan' | 'answeredAt' | 'gap'>;
  /** What is watched today. */
  readonly scope: WatchScope;
}

export function beginningOf({ assessed }: Seen, { before, state, scope }: Known): MailboxKind {
  if (before !== null && before.goneAt === null) return againWrong(assessed.mailbox.type, before);
  if (before?.assessed.signIn === 'blocked') return 're-enabled';
  if (state.scope === null || !covers(state.scope, scope, assessed.mailbox.type)) return 'never-blocked';
  // One that a licence brought into sight or took out of it may be of any age.
  const comesAndGoes = scope.licensed !== 'include' && assessed.mailbox.type === 'SharedMailbox';
  if (before !== null || comesAndGoes) return 'new';
  const createdAt = Date.parse(assessed.account?.createdAt ?? '');
  const scannedAt = Date.parse(state.lastCompleteScan?.startedAt ?? '');
  return scannedAt - createdAt > OLDER_MS ? 'converted' : 'new';
}

function againWrong(type: string, { assessed, blockedAt }: Sighting): MailboxKind {
  if (assessed.signIn === 'blocked') return 're-enabled';
  if (assessed.verdict === 'exempt') return 'exemption-ended';
  if (assessed.mailbox.type !== type) return 'converted';
  return blockedAt === null ? 'never-blocked' : 're-enabled';
}

/** Whether a mailbox of this type that is watched today would have been listed by a scan of that scope. */
function covers(scanned: WatchScope, today: WatchScope, type: string): boolean {
  const isListed = scanned.types.some((one) => one === type);
  return (
    isListed && (type !== 'SharedMailbox' || scanned.licensed === 'include' || scanned.licensed === today.licensed)
  );
}

/** ISO 8601: until when everything that changed is known without a gap; null: nothing ever was. */
export function knownUntil({ gap, answeredAt, lastCompleteScan }: Known['state']): string | null {
  return gap?.since ?? answeredAt ?? lastCompleteScan?.startedAt ?? null;
}

/**
 * From when on the log is searched for who enabled it: not before it was last known to be blocked.
 * @param closedAt when the episode before this one ended; null when there was none
 */
export function enabledAfter({ assessed }: Seen, { before, state }: Known, closedAt: string | null): string {
  const created = before === null ? Date.parse(assessed.account?.createdAt ?? '') : Number.NaN;
  // After a gap it may have been enabled at any time in it.
  const answered = Date.parse(knownUntil(state) ?? '') - LATE_MS;
  const closed = Date.parse(closedAt ?? '') - MINUTE_MS;
  const known = [created, answered, closed].filter((time) => !Number.isNaN(time));
  return new Date(Number.isNaN(created) ? Math.max(...known, 0) : created).toISOString();
}

/**
 * Whether a reading that says "allowed" may be an older state than the "blocked" seen before it: then it is read once more
 * instead of being told.
 */
export function mayBeStale({ assessed, readAt }: Seen, before: Sighting | null): boolean {
  const isFlip = before?.goneAt === null && before.assessed.signIn === 'blocked' && assessed.signIn === 'allowed';
  // Never seen otherwise, it was not blocked just now.
  const wasChanged = isFlip && before.changedAt !== before.firstSeenAt;
  return wasChanged && Date.parse(readAt) - Date.parse(before.changedAt) < REPLICATION_MS;
}
