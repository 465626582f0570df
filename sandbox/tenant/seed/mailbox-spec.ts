// How a seeded mailbox is described: what Exchange says, what Entra says, and what happened to it before.
import type { SignInDetails } from '../deeds.js';
import type { RecipientType } from '../records.js';

/** SKU ids from Microsoft's "Product names and service plan identifiers for licensing". */
export const SKU = {
  teamsRoomsPro: '4cde982a-ede4-4409-9ae6-b003453c8ea6',
  teamsRoomsBasic: '6af4b3d6-14bb-4a2a-960c-6c902aad34f3',
  teamsSharedDevices: '295a8eb0-f78d-45c7-8b5b-1eed5ed02dff',
  exchangePlan2: '19ec0d23-8335-4cbd-94ac-6050e30712fa',
  microsoft365E3: '05e9a617-0261-4cee-bb44-138d3ef5d965',
} as const;

/** Template ids of Entra's built-in roles. */
export const ROLE = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
} as const;

/** A sign-in of the account itself, so many days before the sandbox began. */
export interface PastSignIn extends Omit<SignInDetails, 'at'> {
  readonly daysAgo: number;
}

export interface MailboxSpec {
  readonly name: string;
  readonly alias: string;
  readonly type: RecipientType;
  readonly signIn: 'allowed' | 'blocked';
  /**
   * How Exchange and Entra know each other: 'joined' (default); 'id-missing': Exchange has no object id, the account exists
   * under the same user principal name; 'account-missing': no object id and no account; 'account-gone': an object id whose
   * account no longer exists.
   */
  readonly link?: 'joined' | 'id-missing' | 'account-missing' | 'account-gone';
  readonly synced?: true;
  readonly licences?: readonly string[];
  /** A directory role assigned to the account. */
  readonly role?: string;
  /** A member of the role-assignable group. */
  readonly roleByGroup?: true;
  readonly managementRestricted?: true;
  readonly guest?: true;
  /** A person's account before the mailbox was converted, or still. */
  readonly person?: { readonly given: string; readonly surname: string; readonly title: string };
  /** Days before the sandbox began; 400 when left out. */
  readonly ageDays?: number;
  /** The password was set so many days ago, after the account was made. */
  readonly passwordSetDaysAgo?: number;
  /** The helpdesk enabled the account so many days ago. */
  readonly enabledDaysAgo?: number;
  readonly pastSignIns?: readonly PastSignIn[];
  /** Aliases of the personas' or other accounts' addresses. */
  readonly fullAccess?: readonly string[];
  readonly sendAs?: readonly string[];
  readonly sendOnBehalf?: readonly string[];
}

const UNKNOWN_WINDOWS = { displayName: '', operatingSystem: 'Windows10' };

const clients = {
  browser: { clientAppUsed: 'Browser', appDisplayName: 'Office 365 Exchange Online', device: UNKNOWN_WINDOWS },
  outlook: {
    clientAppUsed: 'Mobile Apps and Desktop clients',
    appDisplayName: 'Microsoft Office',
    device: UNKNOWN_WINDOWS,
  },
  smtp: { clientAppUsed: 'Authenticated SMTP', appDisplayName: 'Office 365 Exchange Online', interactive: true },
  imap: { clientAppUsed: 'IMAP4', appDisplayName: 'Office 365 Exchange Online' },
  teamsRooms: {
    clientAppUsed: 'Mobile Apps and Desktop clients',
    appDisplayName: 'Microsoft Teams Rooms',
    device: { displayName: 'MTR-CASSINI', operatingSystem: 'Windows10' },
  },
} as const;

/** Sign-ins by one client on several days. */
export function signIns(client: keyof typeof clients, ...daysAgo: readonly number[]): readonly PastSignIn[] {
  return daysAgo.map((days) => ({ ...clients[client], daysAgo: days }));
}

/** Details of a sign-in by a client that a person names at the keyboard. */
export function clientNamed(name: string): Omit<SignInDetails, 'at'> | undefined {
  return Object.hasOwn(clients, name) ? clients[name as keyof typeof clients] : undefined;
}

export const CLIENT_NAMES: readonly string[] = Object.keys(clients);
