// Who may use a mailbox without its own account: those whom a block leaves alone.

/** Which mailbox is asked about. Any of the three may be empty, not all of them. */
export interface AccessSubject {
  readonly objectId: string | null;
  readonly userPrincipalName: string;
  readonly address: string;
}

/** Names as Exchange gives them: mostly user principal names, but also groups, display names and ids of what is gone. */
export interface MailboxAccess {
  /**
   * Of full access and send as. 'not-told': the API in use has no question for it; 'no-permission': the bot's Exchange role
   * lacks one of its cmdlets. Unless 'known' the lists may lack names, and an empty one says nothing.
   */
  readonly availability: 'known' | 'not-told' | 'no-permission' | 'unavailable';
  readonly fullAccess: readonly string[];
  readonly sendAs: readonly string[];
  /** Null where it was not told. */
  readonly sendOnBehalf: readonly string[] | null;
  /** How many names of the three lists are left out because a list would be too long. */
  readonly more: number;
}
