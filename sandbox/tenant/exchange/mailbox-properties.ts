// A mailbox as Exchange shows it: what the v2.0 page documents, what the preview adds, and the cmdlets' property sets.
import type { Directory } from '../directory.js';
import type { Mailbox, RecipientType } from '../records.js';
import type { Switches } from '../switches.js';

/** How mailboxes are looked at. */
export interface MailboxView {
  readonly directory: Directory;
  /** Whether the request asked for delegates by name; without that they are ids. */
  readonly delegateNames: Switches['delegateNames'] | 'none';
}

type Property = (mailbox: Mailbox, view: MailboxView) => unknown;

/** The response properties that the page of the v2.0 Mailbox endpoint documents. */
const DOCUMENTED: Readonly<Record<string, Property>> = {
  Name: (mailbox) => mailbox.alias,
  DisplayName: (mailbox) => mailbox.displayName,
  UserPrincipalName: (mailbox) => mailbox.userPrincipalName,
  Alias: (mailbox) => mailbox.alias,
  RecipientType: () => 'UserMailbox',
  RecipientTypeDetails: (mailbox) => mailbox.type,
  EmailAddresses: (mailbox) => [`SMTP:${mailbox.address}`, `smtp:${mailbox.alias}@lighthouse.onmicrosoft.example`],
  PrimarySmtpAddress: (mailbox) => mailbox.address,
  MaxSendSize: () => '35 MB (36,700,160 bytes)',
  GrantSendOnBehalfTo: ({ sendOnBehalf }, { directory }) =>
    sendOnBehalf.map((address) => directory.user(address)?.id ?? address),
  GrantSendOnBehalfToWithDisplayNames: ({ sendOnBehalf }, view) => delegatesByName(sendOnBehalf, view),
};

/** "SMTP addresses and display names", says the page of Get-Mailbox, and not in which form. */
function delegatesByName(addresses: readonly string[], { directory, delegateNames }: MailboxView): readonly unknown[] {
  if (delegateNames === 'none') return [];
  return addresses.map((address) => {
    const DisplayName = directory.user(address)?.displayName ?? address;
    return delegateNames === 'text' ? `${DisplayName} <${address}>` : { DisplayName, PrimarySmtpAddress: address };
  });
}

/** What else the Minimum property set of the cmdlets has, and the preview of v2.0 returns without documenting it. */
const MINIMUM: Readonly<Record<string, Property>> = {
  ...DOCUMENTED,
  ExternalDirectoryObjectId: (mailbox) => mailbox.objectId,
  Guid: (mailbox) => mailbox.guid,
  Id: (mailbox) => mailbox.alias,
  Identity: (mailbox) => mailbox.alias,
  DistinguishedName: (mailbox) => `CN=${mailbox.alias},OU=lighthouse.onmicrosoft.example,DC=SANDBOX,DC=EXAMPLE`,
  LegacyExchangeDN: (mailbox) => `/o=Sandbox/ou=Exchange Administrative Group/cn=Recipients/cn=${mailbox.guid}`,
  ExchangeVersion: () => '0.20 (15.0.0.0)',
  OrganizationId: () => 'SANDBOX.EXAMPLE/lighthouse.onmicrosoft.example',
};

const RESOURCE_TYPES: Partial<Readonly<Record<RecipientType, string>>> = {
  RoomMailbox: 'Room',
  EquipmentMailbox: 'Equipment',
};

/** What the cmdlet behind InvokeCommand emits. */
const CMDLET: Readonly<Record<string, Property>> = {
  ...MINIMUM,
  // Not kept up to date by Exchange: see the reports about CIPP's standard. Only Entra knows.
  AccountDisabled: (mailbox) => mailbox.accountDisabled,
  HiddenFromAddressListsEnabled: () => false,
  IsDirSynced: () => false,
  IsResource: (mailbox) => RESOURCE_TYPES[mailbox.type] !== undefined,
  IsShared: (mailbox) => mailbox.type === 'SharedMailbox',
  LitigationHoldEnabled: () => false,
  ResourceType: (mailbox) => RESOURCE_TYPES[mailbox.type] ?? null,
  RoomMailboxAccountEnabled: () => null,
  WhenCreated: (mailbox) => new Date(mailbox.createdAt).toISOString(),
  WhenMailboxCreated: (mailbox) => new Date(mailbox.createdAt).toISOString(),
  ForwardingSmtpAddress: () => null,
};

/** What the entity address shows besides. */
const ENTITY: Readonly<Record<string, Property>> = { ...MINIMUM, ObjectKey: (mailbox) => mailbox.objectId };
const ENTITY_ALL: Readonly<Record<string, Property>> = { ...CMDLET, ObjectKey: (mailbox) => mailbox.objectId };

const PROPERTY_SETS = {
  documented: DOCUMENTED,
  preview: MINIMUM,
  cmdlet: CMDLET,
  entity: ENTITY,
  entityAll: ENTITY_ALL,
} as const;
export type PropertySet = keyof typeof PROPERTY_SETS;

/** Shows a mailbox with the properties of a set that are selected, or all of them. */
export function showMailbox(
  mailbox: Mailbox,
  view: MailboxView,
  set: PropertySet,
  names?: readonly string[],
): Record<string, unknown> {
  const properties: Readonly<Record<string, Property>> = PROPERTY_SETS[set];
  const shown: Record<string, unknown> = {};
  for (const name of names ?? Object.keys(properties)) shown[name] = properties[name]?.(mailbox, view) ?? null;
  return shown;
}

/** The name in a set that agrees without regard to case, or undefined. */
export function propertyNamed(set: PropertySet, name: string): string | undefined {
  return Object.keys(PROPERTY_SETS[set]).find((known) => known.toLowerCase() === name.toLowerCase());
}

export const RECIPIENT_TYPES: readonly RecipientType[] = [
  'UserMailbox',
  'SharedMailbox',
  'RoomMailbox',
  'EquipmentMailbox',
  'SchedulingMailbox',
  'DiscoveryMailbox',
];

/** Types that the cmdlets know and this tenant has no mailbox of. */
const OTHER_TYPES: readonly string[] = [
  'GroupMailbox',
  'LegacyMailbox',
  'LinkedMailbox',
  'LinkedRoomMailbox',
  'TeamMailbox',
  'RemoteUserMailbox',
];

/** The type with this name without regard to case; undefined for a name that Exchange does not know. */
export function recipientTypeNamed(name: string): string | undefined {
  return [...RECIPIENT_TYPES, ...OTHER_TYPES].find((type) => type.toLowerCase() === name.trim().toLowerCase());
}
