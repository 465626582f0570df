// Someone allowed or blocked sign-in of an account: when, and by whom, as the directory's own log has it.

/** Who did it. The name is outside text: for a person the display name, else the user principal name. */
export interface Enabler {
  /**
   * 'sync': the account or application that brings changes from on-premises, where the person is to be looked for. It is known
   * by its name alone, so it explains and excuses nothing.
   */
  readonly kind: 'person' | 'app' | 'sync' | 'not-known';
  /** Object id of the person, application id (or else service principal id) of the app; lower case. */
  readonly id: string | null;
  readonly name: string;
}

/** One account that was enabled, successfully. */
export interface Enabling {
  /** The log's own id of the record, the same whenever it is read. */
  readonly recordId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Lower case. */
  readonly objectId: string;
  readonly by: Enabler;
  /** Whether it was this bot. */
  readonly isOwn: boolean;
  /** Microsoft's: joins the records of one change. */
  readonly correlationId: string | null;
}

/** One account whose sign-in was allowed or blocked, successfully. */
export interface SignInChange extends Enabling {
  readonly to: 'allowed' | 'blocked';
}

/** What the log tells so far, newest first; a change shows minutes after it was made. */
export type EnablingsRead = { readonly kind: 'read'; readonly enablings: readonly Enabling[] } | LogNotRead;
export type SignInChangesRead = { readonly kind: 'read'; readonly changes: readonly SignInChange[] } | LogNotRead;

interface LogNotRead {
  readonly kind: 'not-known';
  readonly why: 'no-permission' | 'unavailable';
}

/** Which ones are asked for. */
export interface EnablingQuestion {
  /** ISO 8601: not earlier than this. */
  readonly since: string;
  /** Of one account, or of all. */
  readonly objectId: string | null;
}
