// Members of the approvers group: which of them may decide, and what keeps the others from it.
import type { Person } from './request.js';

/** A member of the approvers group, directly or through other groups. */
export interface Approver extends Person {
  /** Null where Entra did not say. */
  readonly accountEnabled: boolean | null;
  readonly isGuest: boolean;
}

/** What keeps a member from deciding. */
export type Unable = 'guest' | 'blocked' | 'state-not-known';

/** Null for one who may decide. Only a clear "enabled" counts, as at the decision itself. */
export function whyUnable({ accountEnabled, isGuest }: Approver): Unable | null {
  if (isGuest) return 'guest';
  if (accountEnabled === true) return null;
  return accountEnabled === false ? 'blocked' : 'state-not-known';
}

/** Those who may decide what this person asks for: never that person. */
export function ableFor(requester: Pick<Person, 'objectId'>, members: readonly Approver[]): readonly Approver[] {
  const own = requester.objectId.toLowerCase();
  return members.filter((one) => whyUnable(one) === null && one.objectId.toLowerCase() !== own);
}
