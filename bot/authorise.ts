// Who may do what: group membership, asked of Entra at the moment of the command, never remembered.
import { Refused } from '../src/failure.js';
import type { Role } from './command.js';

export interface AuthoriserDoors {
  readonly operatorsGroupId: string;
  readonly approversGroupId: string;
  /** Which of these groups the person is in, directly or through another group. @throws Refused upstream-* */
  groupsOf(objectId: string, groupIds: readonly string[], correlationId: string): Promise<ReadonlySet<string>>;
}

export interface Authoriser {
  /** @throws Refused not-operator, not-approver, upstream-*: no answer is a no */
  allow(role: Role, objectId: string, correlationId: string): Promise<void>;
  isApprover(objectId: string, correlationId: string): Promise<boolean>;
}

/** Checks membership afresh on every call, so that a person removed from a group is out at once. */
export function createAuthoriser(doors: AuthoriserDoors): Authoriser {
  const { operatorsGroupId, approversGroupId } = doors;
  const groupsOf = (objectId: string, correlationId: string): Promise<ReadonlySet<string>> =>
    doors.groupsOf(objectId, [operatorsGroupId, approversGroupId], correlationId);
  return {
    async allow(role, objectId, correlationId) {
      if (role === 'anyone') return;
      const groups = await groupsOf(objectId, correlationId);
      const operator = groups.has(operatorsGroupId);
      const approver = groups.has(approversGroupId);
      if (role === 'approver' && !approver) throw new Refused({ kind: 'not-approver' });
      if (role === 'operator' && !operator) throw new Refused({ kind: 'not-operator' });
      if (role === 'reader' && !operator && !approver) throw new Refused({ kind: 'not-operator' });
    },
    isApprover: async (objectId, correlationId) => (await groupsOf(objectId, correlationId)).has(approversGroupId),
  };
}
