// Who may do what: account and group membership, asked of Entra at the moment of the command, never remembered.
import type { StoredPlace } from '../src/delivery/ports.js';
import { Refused } from '../src/failure.js';
import type { Account } from '../src/mailboxes/mailbox.js';
import { isGuest } from '../src/mailboxes/verdict.js';
import type { Role } from './command.js';

export interface AuthoriserDoors {
  readonly groups: { readonly operators: string; readonly approvers: string };
  /** Whether the person is in the group, directly or through another group. @throws Refused upstream-* */
  isMember(objectId: string, groupId: string, correlationId: string): Promise<boolean>;
  /** The person's own account; null when there is none. @throws Refused upstream-* */
  readAccount(objectId: string, correlationId: string): Promise<Account | null>;
}

export interface Authoriser {
  /** @throws Refused not-operator, not-approver, guest, upstream-*: no answer is a no */
  allow(role: Role, objectId: string, correlationId: string): Promise<void>;
  isApprover(objectId: string, correlationId: string): Promise<boolean>;
}

/** Checks afresh on every call, so that a person removed from a group, or blocked, is out at once. */
export function createAuthoriser({ groups, isMember, readAccount }: AuthoriserDoors): Authoriser {
  const isApprover = (objectId: string, correlationId: string): Promise<boolean> =>
    isMember(objectId, groups.approvers, correlationId);
  const isOperator = (objectId: string, correlationId: string): Promise<boolean> =>
    isMember(objectId, groups.operators, correlationId);
  const belongs = async (role: Role, objectId: string, correlationId: string): Promise<boolean> => {
    if (role === 'approver') return isApprover(objectId, correlationId);
    if (await isOperator(objectId, correlationId)) return true;
    return role === 'reader' && isApprover(objectId, correlationId);
  };
  return {
    isApprover,
    async allow(role, objectId, correlationId) {
      if (role === 'anyone') return;
      const [account, isIn] = await Promise.all([
        readAccount(objectId, correlationId),
        belongs(role, objectId, correlationId),
      ]);
      if (account !== null && isGuest(account.userType)) throw new Refused({ kind: 'guest' });
      // Only a clear "enabled" counts: a session may outlive its account.
      if (isIn && account?.accountEnabled === true) return;
      throw new Refused({ kind: role === 'approver' ? 'not-approver' : 'not-operator' });
    },
  };
}

/** Whether the tenant's data may be shown in a place. @throws Refused personal-chat-only */
export function mustBeAdmitted({ kind, admittedBy }: Pick<StoredPlace, 'kind' | 'admittedBy'>): void {
  if (kind !== 'personal' && admittedBy === null) throw new Refused({ kind: 'personal-chat-only' });
}
