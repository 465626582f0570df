// What the race and its two instances say to each other.

export interface Choice {
  readonly id: string;
  readonly verdict: 'approve' | 'deny';
}

export interface Came {
  readonly id: string;
  readonly won: boolean;
  /** Why not. */
  readonly why: string;
}

export type ToInstance =
  | { readonly kind: 'decide'; readonly batch: readonly Choice[] }
  | { readonly kind: 'apply' }
  | { readonly kind: 'stop' };

export type FromInstance =
  | { readonly kind: 'ready' }
  | { readonly kind: 'decided'; readonly came: readonly Came[] }
  | { readonly kind: 'blocked'; readonly objectId: string };
