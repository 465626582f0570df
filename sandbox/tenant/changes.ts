// The order in which accounts changed: what delta queries answer from, without looking at every account.
import type { SandboxClock } from './clock.js';
import type { User } from './records.js';

/** What happened to an account. */
export type AccountChange =
  /** Also when it was taken out of the deleted items. */
  | { readonly kind: 'created' }
  /** Names of properties as Graph has them. */
  | { readonly kind: 'updated'; readonly properties: readonly string[] }
  /** 'changed': deleted, and may be restored; 'deleted': for good. */
  | { readonly kind: 'removed'; readonly reason: 'changed' | 'deleted' };

export interface NotedChange {
  /** Milliseconds of sandbox time. */
  readonly at: number;
  readonly user: User;
  readonly change: AccountChange;
}

export interface Changes {
  /** Oldest first; a place in it stays the same change for ever. */
  readonly noted: readonly NotedChange[];
  /** @param at now unless said, for what happened before the tenant began */
  note(user: User, change: AccountChange, at?: number): void;
  /** The place behind the last change that is at least so old. */
  endFor(lagMs: number): number;
}

export function createChanges(clock: SandboxClock): Changes {
  const noted: NotedChange[] = [];
  return {
    noted,
    note: (user, change, at = clock.now()) => void noted.push({ at, user, change }),
    endFor: (lagMs) => noted.findLastIndex(({ at }) => at <= clock.now() - lagMs) + 1,
  };
}
