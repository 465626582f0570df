// What is read of an Entra account, and how Graph's user becomes one.
import type { Account } from '../mailboxes/mailbox.js';
import { flagAt, type JsonRecord, listAt, recordsIn, textAt } from './json.js';

/** Without $select Graph leaves out accountEnabled and half of the others. */
export const ACCOUNT_SELECT = [
  'id',
  'userPrincipalName',
  'displayName',
  'accountEnabled',
  'onPremisesSyncEnabled',
  'userType',
  'assignedLicenses',
  'createdDateTime',
  'lastPasswordChangeDateTime',
  'isManagementRestricted',
].join(',');

/** Null for what is not a user. What Graph did not return is null in it: never "disabled", never "enabled". */
export function accountFrom(user: JsonRecord): Account | null {
  const id = textAt(user, 'id');
  if (id === null) return null;
  return {
    id: id.toLowerCase(),
    userPrincipalName: textAt(user, 'userPrincipalName') ?? '',
    displayName: textAt(user, 'displayName') ?? '',
    accountEnabled: flagAt(user, 'accountEnabled'),
    onPremisesSyncEnabled: flagAt(user, 'onPremisesSyncEnabled'),
    userType: textAt(user, 'userType'),
    skuIds: recordsIn(listAt(user, 'assignedLicenses'))
      .map((licence) => textAt(licence, 'skuId')?.toLowerCase())
      .filter((skuId) => skuId !== undefined),
    createdAt: textAt(user, 'createdDateTime'),
    passwordChangedAt: textAt(user, 'lastPasswordChangeDateTime'),
    managementRestricted: flagAt(user, 'isManagementRestricted'),
  };
}
