// What changed about the tenant's accounts since it was last asked: any account's, for nobody else can tell mailboxes' apart.

export interface AccountChange {
  /** Lower case. */
  readonly objectId: string;
  /** Null when the answer does not say it, as when something else about the account changed. */
  readonly accountEnabled: boolean | null;
}

export interface AccountRemoval {
  readonly objectId: string;
  /** 'changed': deleted, and may yet be restored; 'deleted': for good. */
  readonly reason: 'changed' | 'deleted';
}

/**
 * Each account once, in one of the two lists; the same change may be told again by a later answer. The token asks for what
 * comes after. 'expired': the token is good no more, and what changed since is not known; begin anew without one, and scan.
 */
export type AccountChanges =
  | {
      readonly kind: 'changes';
      readonly changed: readonly AccountChange[];
      readonly removed: readonly AccountRemoval[];
      readonly token: string;
    }
  | { readonly kind: 'expired' };
