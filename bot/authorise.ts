// Who may do what: group membership, asked of Entra at the moment of the command, never remembered.
import { Refused } from '../src/failure.js';
import type { Role } from './command.js';

export interface AuthoriserDoors {
  readonly groups: { readonly operators: string; readonly approvers: string };
  /** Whether the person is in the group, directly or through another group. @throws Refused upstream-* */
  isMember(objectId: string, groupId: string, correlationId: string): Promise<boolean>;
}

export interface Authoriser {
  /** @throws Refused not-operator, not-approver, upstream-*: no answer is a no */
  allow(role: Role, objectId: string, correlationId: string): Promise<void>;
  isApprover(objectId: string, correlationId: string): Promise<boolean>;
}

/** Checks membership afresh on every call, so that a person removed from a group is out at once. */
export function createAuthoriser({ groups, isMember }: AuthoriserDoors): Authoriser {
  const isApprover = (objectId: string, correlationId: string): Promise<boolean> =>
    isMember(objectId, groups.approvers, correlationId);
  return {
    isApprover,
    async allow(role, objectId, correlationId) {
      if (role === 'anyone') return;
      if (role === 'approver') {
        if (!(await isApprover(objectId, correlationId))) throw new Refused({ kind: 'not-approver' });
        return;
      }
      if (await isMember(objectId, groups.operators, correlationId)) return;
      if (role === 'reader' && (await isApprover(objectId, correlationId))) return;
      throw new Refused({ kind: 'not-operator' });
    },
  };
}
