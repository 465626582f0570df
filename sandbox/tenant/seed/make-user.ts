// Makes an Entra user with Microsoft's defaults for whatever is not said.
import type { User } from '../records.js';

type Required = 'id' | 'userPrincipalName' | 'displayName' | 'createdAt';

/** A new user. Its password is as old as the account unless said otherwise. */
export function makeUser(
  given: Pick<User, Required> & Partial<Omit<User, Required | 'enabled'>> & { readonly accountEnabled?: boolean },
): User {
  const { accountEnabled = true, ...known } = given;
  return {
    mail: given.userPrincipalName,
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    userType: 'Member',
    enabled: [{ at: given.createdAt, enabled: accountEnabled }],
    onPremisesSyncEnabled: null,
    licences: [],
    passwordChangedAt: given.createdAt,
    sessionsValidFrom: given.createdAt,
    managementRestricted: false,
    deletedAt: null,
    earlier: { attempt: null, success: null },
    ...known,
  };
}
