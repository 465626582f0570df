// A user as Graph shows it: the default properties, those that must be selected, and those that need more than User.Read.
import { graphTime } from '../clock.js';
import { enabledAt } from '../directory.js';
import type { User } from '../records.js';
import type { World } from '../world.js';
import { option, selected } from './query-options.js';
import type { GraphCall } from './route.js';

/** How a user is looked at. */
export interface UserView {
  readonly world: World;
  /** How far behind the last write this read is, milliseconds of sandbox time. */
  readonly lagMs: number;
}

type Property = (user: User, view: UserView) => unknown;

const time = (ms: number | null): string | null => (ms === null ? null : graphTime(ms));
const none = (): null => null;

/** Returned when nothing is selected. */
const DEFAULT: Readonly<Record<string, Property>> = {
  businessPhones: () => [],
  displayName: (user) => user.displayName,
  givenName: (user) => user.givenName,
  jobTitle: (user) => user.jobTitle,
  mail: (user) => user.mail,
  mobilePhone: none,
  officeLocation: none,
  preferredLanguage: none,
  surname: (user) => user.surname,
  userPrincipalName: (user) => user.userPrincipalName,
  id: (user) => user.id,
};

const PROPERTIES: Readonly<Record<string, Property>> = {
  ...DEFAULT,
  accountEnabled: (user, { world, lagMs }) => enabledAt(user, world.clock.now(), lagMs),
  assignedLicenses: (user) => user.licences.map((skuId) => ({ disabledPlans: [], skuId })),
  companyName: none,
  createdDateTime: (user) => time(user.createdAt),
  creationType: (user) => (user.userType === 'Guest' ? 'Invitation' : null),
  deletedDateTime: (user) => time(user.deletedAt),
  department: (user) => user.department,
  employeeId: none,
  externalUserState: (user) => (user.userType === 'Guest' ? 'Accepted' : null),
  isManagementRestricted: (user) => (user.managementRestricted ? true : null),
  isResourceAccount: none,
  lastPasswordChangeDateTime: (user) => time(user.passwordChangedAt),
  mailNickname: (user) => user.userPrincipalName.split('@')[0] ?? null,
  onPremisesDistinguishedName: (user) =>
    user.onPremisesSyncEnabled === true ? `CN=${user.displayName},OU=Mail,DC=lighthouse,DC=example` : null,
  onPremisesDomainName: (user) => (user.onPremisesSyncEnabled === true ? 'lighthouse.example' : null),
  onPremisesImmutableId: (user) =>
    user.onPremisesSyncEnabled === true ? Buffer.from(user.id).toString('base64').slice(0, 24) : null,
  onPremisesLastSyncDateTime: (user, { world }) =>
    user.onPremisesSyncEnabled === true ? time(world.clock.now() - 900_000) : null,
  onPremisesSamAccountName: (user) =>
    user.onPremisesSyncEnabled === true ? (user.userPrincipalName.split('@')[0] ?? null) : null,
  onPremisesSyncEnabled: (user) => user.onPremisesSyncEnabled,
  proxyAddresses: (user) => (user.mail === null ? [] : [`SMTP:${user.mail}`]),
  signInActivity: (user, { world }) => signInActivity(user, world),
  signInSessionsValidFromDateTime: (user) => time(user.sessionsValidFrom),
  usageLocation: none,
  userType: (user) => user.userType,
};

export const USER_PROPERTIES: readonly string[] = Object.keys(PROPERTIES);

/** Shown, and tracked by delta queries, when nothing is selected. */
export const DEFAULT_USER_PROPERTIES: readonly string[] = Object.keys(DEFAULT);

/** What User.ReadBasic.All shows; everything else comes back null. */
const BASIC: readonly string[] = ['displayName', 'givenName', 'id', 'mail', 'surname', 'userPrincipalName'];

/** The properties that a request selects, or undefined for the default ones. Throws a GraphError. */
export function selectedUserProperties(query: URLSearchParams): readonly string[] | undefined {
  return selected(query, 'user', USER_PROPERTIES);
}

/** The same for a $select that is kept in a token. Throws a GraphError. */
export function namedUserProperties(select: string): readonly string[] {
  return selectedUserProperties(new URLSearchParams({ $select: select })) ?? [];
}

/** How much of users a token may see. */
export type UserSight = 'all' | 'basic' | 'id';

/** Shows a user. What the token may not see is null, as for "inaccessible member objects". */
export function showUser(
  user: User,
  names: readonly string[] | undefined,
  view: UserView,
  sight: UserSight = 'all',
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of names ?? DEFAULT_USER_PROPERTIES) {
    const visible = sight === 'all' || name === 'id' || (sight === 'basic' && BASIC.includes(name));
    const value = visible ? PROPERTIES[name]?.(user, view) : null;
    // A user who never signed in has no signInActivity at all.
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}

function signInActivity(user: User, world: World): unknown {
  const now = world.clock.now();
  const known = world.deeds.signInsOf(user).filter((signIn) => signIn.activityAt <= now);
  const attempt = known.findLast((signIn) => signIn.interactive);
  const quiet = known.findLast((signIn) => !signIn.interactive);
  const success = known.findLast((signIn) => signIn.errorCode === 0);
  const attemptAt = attempt?.at ?? user.earlier.attempt;
  const successAt = success?.at ?? user.earlier.success;
  if (attemptAt === null && successAt === null && quiet === undefined) return undefined;
  return {
    lastSignInDateTime: time(attemptAt),
    lastSignInRequestId: attempt?.id ?? null,
    lastNonInteractiveSignInDateTime: time(quiet?.at ?? null),
    lastNonInteractiveSignInRequestId: quiet?.id ?? null,
    lastSuccessfulSignInDateTime: time(successAt),
    lastSuccessfulSignInRequestId: success?.id ?? null,
  };
}

/** The `@odata.context` of users with what was selected. */
export function userContext(call: GraphCall, set: string, entity = false): string {
  const select = option(call.query, '$select');
  const columns = select === undefined ? '' : `(${select})`;
  return `${call.root}/$metadata#${set}${columns}${entity ? '/$entity' : ''}`;
}
