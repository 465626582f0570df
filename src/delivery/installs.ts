// The bot installed by itself for people who have no chat with it: asked for once a person and day, with what came of it.

/** What came of it. */
export type InstallOutcome =
  /** Teams is about to tell the bot of the new chat. */
  | { readonly kind: 'installed' }
  /** The person had the app already, though the bot never heard of a chat. */
  | { readonly kind: 'already' }
  | { readonly kind: 'no-permission' }
  | { readonly kind: 'not-in-catalogue' }
  /** Microsoft's sentence. */
  | { readonly kind: 'refused'; readonly why: string };

export interface Install {
  readonly personId: string;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  /** Null while it is under way. */
  readonly outcome: InstallOutcome | null;
}

export interface Installs {
  /** The last try for each of these people, as far as there was one. */
  ofPeople(objectIds: readonly string[]): Promise<readonly Install[]>;
  note(personId: string, outcome: InstallOutcome): Promise<void>;
}

export interface InstallsInWork {
  /**
   * True for the first call of a person in a day, however many instances ask at once; in an hour, where an administrator
   * has something to mend first.
   */
  claim(personId: string, at: string): Promise<boolean>;
}
