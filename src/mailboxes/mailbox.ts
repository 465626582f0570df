// The nouns: a mailbox as Exchange knows it, its account as Entra knows it, and what we make of the two.

/** RecipientTypeDetails of mailboxes that no person should sign in to, in the order the bot lists them. */
export const MAILBOX_TYPES = ['SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'SchedulingMailbox'] as const;
export type MailboxType = (typeof MAILBOX_TYPES)[number];

/** A target mailbox as Exchange lists it. */
export interface Mailbox {
  /** ExternalDirectoryObjectId: the Entra object id, or null where Exchange does not name one. */
  readonly objectId: string | null;
  readonly type: MailboxType;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly address: string;
}

/** The Entra account of a mailbox. A property is null when Microsoft did not return it. */
export interface Account {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly accountEnabled: boolean | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly userType: string | null;
  /** SKU ids (lower-case GUIDs) of the licences assigned. */
  readonly skuIds: readonly string[];
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  /** ISO 8601, UTC: lastPasswordChangeDateTime. */
  readonly passwordChangedAt: string | null;
  readonly managementRestricted: boolean | null;
}

export type SignIn = 'allowed' | 'blocked' | 'unknown';

export const VERDICTS = ['exposed', 'unknown', 'protected', 'synced', 'exempt', 'blocked'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a verdict was given; each has its own sentence on the cards. */
export type Cause =
  | 'sign-in-blocked'
  | 'no-object-id'
  | 'no-account'
  | 'state-not-returned'
  | 'exempt'
  | 'directory-synced'
  | 'teams-rooms-licence'
  | 'directory-role'
  | 'management-restricted'
  | 'guest'
  | 'sign-in-allowed';

/** How strongly an exposed account looks used, strongest first. */
export const EVIDENCE = ['direct-sign-in', 'password-set', 'converted', 'never-used', 'not-known'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** A dated exemption of one account: sign-in is allowed on purpose until it ends. */
export interface Exemption {
  readonly objectId: string;
  /** `unblock`: blocked again at the end; `exempt`: counts as exposed again from then on. */
  readonly kind: 'unblock' | 'exempt';
  /** Who answers for it. */
  readonly ownerId: string;
  readonly ownerName: string;
  readonly reason: string;
  /** The request that was approved for it. */
  readonly requestId: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly until: string;
  /** What the mailbox was like then: whatever is worse later was not agreed to. */
  readonly baseline: { readonly verdict: Verdict; readonly evidence: Evidence };
}

/** A mailbox with its account, its sign-in state and what can be done about it. */
export interface AssessedMailbox {
  readonly mailbox: Mailbox;
  readonly account: Account | null;
  readonly signIn: SignIn;
  readonly verdict: Verdict;
  readonly cause: Cause;
  /** What would keep the bot from writing to the account, whatever its sign-in state is now; null when nothing is known to. */
  readonly obstacle: Cause | null;
  readonly evidence: Evidence;
  readonly exemption: Exemption | null;
}

/** What an account's own sign-ins say; null fields mean "not known". */
export interface SignInHistory {
  /** ISO 8601: last successful sign-in with the account's own credentials. */
  readonly lastSuccessAt: string | null;
  /** 'not-premium': the tenant has no Entra ID P1; 'no-permission': AuditLog.Read.All is missing. */
  readonly availability: 'known' | 'not-premium' | 'no-permission' | 'unavailable';
  /** clientAppUsed of recent successful sign-ins, such as "Authenticated SMTP", most recent first. */
  readonly clients: readonly string[];
  /** appDisplayName of the same sign-ins, such as "Microsoft Teams Rooms". */
  readonly apps: readonly string[];
  /** What they came from: the names of devices that Entra knows, else their operating systems. */
  readonly devices: readonly string[];
}
