// The shapes of what the sandbox tenant holds: accounts, mailboxes, groups, roles, audit records, sign-ins.

/** One value of `accountEnabled` and since when (milliseconds of sandbox time). */
interface EnabledSince {
  readonly at: number;
  readonly enabled: boolean;
}

/** An Entra user. Times are milliseconds of sandbox time. */
export interface User {
  readonly id: string;
  userPrincipalName: string;
  displayName: string;
  mail: string | null;
  givenName: string | null;
  surname: string | null;
  jobTitle: string | null;
  department: string | null;
  userType: 'Member' | 'Guest';
  /** Oldest first, never empty: reads after a write answer the older value for a while. */
  enabled: EnabledSince[];
  onPremisesSyncEnabled: boolean | null;
  /** SKU ids. */
  licences: readonly string[];
  createdAt: number;
  passwordChangedAt: number | null;
  /** Sessions begun before this are over. */
  sessionsValidFrom: number;
  managementRestricted: boolean;
  /** Soft-deleted accounts are invisible to every route of the sandbox. */
  deletedAt: number | null;
  /** Last sign-ins of long ago, from before the sandbox began. */
  readonly earlier: { readonly attempt: number | null; readonly success: number | null };
}

/** RecipientTypeDetails that the sandbox has. */
export type RecipientType =
  | 'UserMailbox'
  | 'SharedMailbox'
  | 'RoomMailbox'
  | 'EquipmentMailbox'
  | 'SchedulingMailbox'
  | 'DiscoveryMailbox';

/** An Exchange mailbox. */
export interface Mailbox {
  readonly guid: string;
  /** The Entra object id as Exchange has it; null where it does not. */
  objectId: string | null;
  type: RecipientType;
  displayName: string;
  userPrincipalName: string;
  address: string;
  alias: string;
  /** Exchange's own idea of the account's state: a copy from long ago that nothing keeps up to date. */
  readonly accountDisabled: boolean;
  readonly createdAt: number;
  /** Who may open it, besides itself: addresses. */
  fullAccess: readonly string[];
  sendAs: readonly string[];
  sendOnBehalf: readonly string[];
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly roleAssignable: boolean;
  /** "Unified" is a Microsoft 365 group, "DynamicMembership" one whose rule decides who is in it. */
  groupTypes: readonly string[];
  membershipRule: string | null;
  /** Who may join or see it: "Public", "Private", "HiddenMembership"; null for most security groups. */
  visibility: string | null;
  /** Object ids of users and groups. */
  readonly members: Set<string>;
  /** Object ids of users: who may change members without being an administrator. */
  readonly owners: Set<string>;
  readonly createdAt: number;
}

export interface RoleDefinition {
  readonly id: string;
  readonly displayName: string;
}

export interface RoleAssignment {
  readonly id: string;
  /** A user or a role-assignable group. */
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
}

/** Who did it: a person or an application. */
export type Initiator =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'app'; readonly appId: string; readonly objectId: string; readonly displayName: string };

export interface AuditRecord {
  readonly id: string;
  readonly at: number;
  /** From when on it can be read. */
  readonly readableAt: number;
  readonly activity: string;
  readonly correlationId: string;
  readonly initiator: Initiator;
  readonly target: User;
  readonly changes: readonly { readonly name: string; readonly from: unknown; readonly to: unknown }[];
}

export interface SignIn {
  readonly id: string;
  readonly at: number;
  readonly readableAt: number;
  /** From when on signInActivity knows of it. */
  readonly activityAt: number;
  readonly user: User;
  readonly clientAppUsed: string;
  readonly appDisplayName: string;
  readonly appId: string;
  readonly ipAddress: string;
  /** Null for protocols that tell nothing of it; the name is empty for a device that Entra does not know. */
  readonly device: { readonly displayName: string; readonly operatingSystem: string } | null;
  readonly interactive: boolean;
  /** 0 is success, 50057 a disabled account, 50126 a wrong password. */
  readonly errorCode: number;
}
