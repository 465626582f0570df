// What the tenant's administrator has granted to the bot's identities: application permissions and an Exchange role.

/** The resources for which the sandbox issues tokens. */
export type Resource = 'graph' | 'exchange' | 'botframework';

/**
 * What the service principal may do inside Exchange; consent to the permission alone is not enough. 'get-mailbox-only' is
 * View-Only Recipients trimmed to the one cmdlet that listing needs.
 */
type ExchangeRole = 'recipient-management' | 'view-only-recipients' | 'get-mailbox-only' | 'none';

export interface Permissions {
  list(resource: Resource): readonly string[];
  /** Grants an application permission; tokens issued from now on carry it. */
  grant(resource: Resource, permission: string): void;
  /** Takes a permission away; as at Microsoft, tokens issued before keep it until they expire. */
  revoke(resource: Resource, permission: string): void;
  /** Takes effect at once: Exchange looks it up, it is not in the token. */
  exchangeRole: ExchangeRole;
}

/** What the bot's documentation asks for: the required permissions and the optional ones that only read. */
export const GRANTED: Readonly<Record<Resource, readonly string[]>> = {
  graph: [
    'User.Read.All',
    'User.EnableDisableAccount.All',
    'GroupMember.Read.All',
    'AuditLog.Read.All',
    'RoleManagement.Read.Directory',
  ],
  exchange: ['Exchange.ManageAsAppV2', 'Exchange.ManageAsApp'],
  botframework: [],
};

/** Every application permission that a route of the sandbox looks at; anything else cannot be granted by mistake. */
const KNOWN_PERMISSIONS: Readonly<Record<Resource, readonly string[]>> = {
  graph: [
    'AuditLog.Read.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'MailboxSettings.Read',
    'MailboxSettings.ReadWrite',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    'RoleManagement.Read.All',
    'RoleManagement.Read.Directory',
    'RoleManagement.ReadWrite.Directory',
    'TeamsAppInstallation.ReadWriteForUser.All',
    'TeamsAppInstallation.ReadWriteSelfForUser.All',
    'User.EnableDisableAccount.All',
    'User.Read.All',
    'User.ReadBasic.All',
    'User.ReadWrite.All',
    'User.RevokeSessions.All',
  ],
  exchange: ['Exchange.ManageAsAppV2', 'Exchange.ManageAsApp'],
  botframework: [],
};

/** The default grants, or others. `grant` and `revoke` throw an Error for a permission the sandbox does not know. */
export function createPermissions(granted: Partial<Readonly<Record<Resource, readonly string[]>>> = {}): Permissions {
  const held: Record<Resource, Set<string>> = {
    graph: new Set(granted.graph ?? GRANTED.graph),
    exchange: new Set(granted.exchange ?? GRANTED.exchange),
    botframework: new Set(),
  };
  const known = (resource: Resource, permission: string): void => {
    if (KNOWN_PERMISSIONS[resource].includes(permission)) return;
    throw new Error(`The sandbox knows no application permission "${permission}" of ${resource}.`);
  };
  return {
    list: (resource) => [...held[resource]].sort(),
    grant: (resource, permission) => {
      known(resource, permission);
      held[resource].add(permission);
    },
    revoke: (resource, permission) => {
      known(resource, permission);
      held[resource].delete(permission);
    },
    exchangeRole: 'view-only-recipients',
  };
}

/** Which resource a permission belongs to, by its name. */
export function resourceOf(permission: string): Resource | undefined {
  return (['graph', 'exchange'] as const).find((resource) => KNOWN_PERMISSIONS[resource].includes(permission));
}
