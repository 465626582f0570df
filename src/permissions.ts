// Every permission the bot may hold in a tenant, what it is for and what falls away without it: read by doctor, setup and docs.

export type PermissionResource = 'graph' | 'exchange';

/** The applications of Microsoft that grant the permissions; their ids are the same in every tenant. */
export const PERMISSION_RESOURCES: Readonly<
  Record<PermissionResource, { readonly displayName: string; readonly appId: string }>
> = {
  graph: { displayName: 'Microsoft Graph', appId: '00000003-0000-0000-c000-000000000000' },
  exchange: { displayName: 'Office 365 Exchange Online', appId: '00000002-0000-0ff1-ce00-000000000000' },
};

/**
 * When a permission is needed: `always`; `to-write` unless MODE is `watch`, or a role over an administrative unit stands in
 * for it; `v2` and `beta` with that EXCHANGE_API; `optional`: the bot works without it and says what it cannot know.
 */
export type PermissionNeed = 'always' | 'to-write' | 'v2' | 'beta' | 'optional';

export interface Permission {
  /** The application permission ("app role") by its value. */
  readonly name: string;
  readonly resource: PermissionResource;
  /** Its id as Microsoft publishes it; null where none is published: look it up by name. */
  readonly appRoleId: string | null;
  readonly need: PermissionNeed;
  /** What the bot does with it; a whole sentence. */
  readonly why: string;
  /** What falls away without it; a whole sentence. */
  readonly without: string;
}

/** In the order in which a person grants them. */
export const PERMISSIONS: readonly Permission[] = [
  {
    name: 'User.Read.All',
    resource: 'graph',
    appRoleId: 'df021288-bdef-4463-88db-98f22de89214',
    need: 'always',
    why: 'Reads whether the account of a mailbox can sign in, and whether the person who types may still do so.',
    without: 'Nothing works: every sign-in state is unknown, and nobody is let in.',
  },
  {
    name: 'GroupMember.Read.All',
    resource: 'graph',
    appRoleId: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    need: 'always',
    why: 'Asks at each command whether the person is in the operators or approvers group, and whom to tell of a request.',
    without: 'Nobody is let in: no answer about membership is a no.',
  },
  {
    name: 'Exchange.ManageAsAppV2',
    resource: 'exchange',
    appRoleId: null,
    need: 'v2',
    why: 'Lists the mailboxes through the Exchange Online Admin API v2.0. What it may read is decided by a role group in Exchange.',
    without: 'With EXCHANGE_API=v2 no mailbox can be listed: every scan is partial.',
  },
  {
    name: 'Exchange.ManageAsApp',
    resource: 'exchange',
    appRoleId: 'dc50a0fb-09a3-484d-be87-e023b12c6440',
    need: 'beta',
    why: 'Lists the mailboxes through the backend of Exchange Online PowerShell. What it may read is decided by a role group in Exchange.',
    without: 'With EXCHANGE_API=beta no mailbox can be listed: every scan is partial.',
  },
  {
    name: 'User.EnableDisableAccount.All',
    resource: 'graph',
    appRoleId: '3011c876-62b7-4ada-afa2-506cbbecc68c',
    need: 'to-write',
    why: 'Blocks sign-in of an account once a request is approved, and allows it again when that was approved.',
    without:
      'Approved requests fail with Microsoft’s 403. Use MODE=watch, or the role over an administrative unit instead.',
  },
  {
    name: 'AuditLog.Read.All',
    resource: 'graph',
    appRoleId: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    need: 'optional',
    why: 'Reads when an account last signed in and with which protocol (needs Entra ID P1 too), and who allowed its sign-in.',
    without: 'Last sign-ins, their protocols and who allowed sign-in are shown as not known.',
  },
  {
    name: 'RoleManagement.Read.Directory',
    resource: 'graph',
    appRoleId: '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
    need: 'optional',
    why: 'Reads which accounts hold an administrator role, so that they are shown as protected and not offered for a request.',
    without: 'Roles are shown as not checked. A write to a role holder is refused by Microsoft, and that item fails.',
  },
  {
    name: 'User.RevokeSessions.All',
    resource: 'graph',
    appRoleId: '77f3a031-c388-4f99-b373-dc68676a979e',
    need: 'optional',
    why: 'With REVOKE_SESSIONS=on, ends the sessions of an account together with the block.',
    without: 'Whoever is signed in keeps access until the token ends, mostly 60 to 90 minutes.',
  },
  {
    name: 'TeamsAppInstallation.ReadWriteSelfForUser.All',
    resource: 'graph',
    appRoleId: '908de74d-f8b2-4d6b-a9ed-2a17b3b78179',
    need: 'optional',
    why: 'With TEAMS_CATALOG_APP_ID, installs the bot, and no other app, for approvers who do not have it, so that requests reach them.',
    without: 'Approvers who never opened the bot hear nothing; a request that reaches nobody says so.',
  },
  {
    name: 'Directory.Read.All',
    resource: 'graph',
    appRoleId: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    need: 'optional',
    why: 'Reads up to a thousand accounts a call (getByIds) in tenants where User.Read.All does not suffice for that.',
    without:
      'The bot reads the accounts by twenty queries a call instead: the same result with more calls. Leave it out.',
  },
];

/** What of the settings decides which permissions are needed. */
export interface PermissionSettings {
  readonly mode: 'enforce' | 'watch';
  readonly exchangeApi: 'v2' | 'beta';
}

/** Whether the bot cannot do its work without this permission under these settings. */
export function isNeeded({ need }: Permission, { mode, exchangeApi }: PermissionSettings): boolean {
  switch (need) {
    case 'always':
      return true;
    case 'to-write':
      return mode === 'enforce';
    case 'optional':
      return false;
    default:
      return need === exchangeApi;
  }
}
