// The tenant's contents in memory: what Graph and Exchange answer from, and what tests and the control address change.
import type { Group, Mailbox, RoleAssignment, RoleDefinition, User } from './records.js';

type Assigned = 'groupTypes' | 'membershipRule' | 'visibility' | 'owners';
type NewGroup = Omit<Group, Assigned> & Partial<Pick<Group, Assigned>>;

export interface Directory {
  /** In the order they were made; deleted ones stay and are marked, so that a page link never skips anyone. */
  readonly users: readonly User[];
  readonly mailboxes: readonly Mailbox[];
  readonly groups: ReadonlyMap<string, Group>;
  readonly roleDefinitions: readonly RoleDefinition[];
  readonly roleAssignments: readonly RoleAssignment[];
  addUser(user: User): User;
  addMailbox(mailbox: Mailbox): Mailbox;
  /** An assigned security group without owners, unless it says otherwise. */
  addGroup(group: NewGroup): Group;
  addRoleDefinition(role: RoleDefinition): void;
  addRoleAssignment(assignment: RoleAssignment): void;
  /** Takes every role away from a user or group. */
  removeRoleAssignments(principalId: string): void;
  removeMailbox(mailbox: Mailbox): void;
  /** A user that is not deleted, by object id or user principal name. */
  user(idOrName: string): User | undefined;
  /** A user among the deleted items, by object id. */
  deletedUser(id: string): User | undefined;
  /** Takes a deleted user out of them for good. */
  forgetUser(user: User): void;
  mailboxByIdentity(identity: string): Mailbox | undefined;
  /** Object ids of the groups that hold the member, directly or through other groups. */
  groupsOf(memberId: string): ReadonlySet<string>;
  /** Object ids of users and groups in a group; nested ones too when `deep`. */
  membersOf(groupId: string, deep: boolean): readonly string[];
  /** Roles of a user, directly or through a role-assignable group. */
  rolesOf(userId: string): readonly RoleAssignment[];
}

export function createDirectory(): Directory {
  const users: User[] = [];
  const mailboxes: Mailbox[] = [];
  const groups = new Map<string, Group>();
  const roleDefinitions: RoleDefinition[] = [];
  const roleAssignments: RoleAssignment[] = [];
  const userKeys = new Map<string, User>();
  const mailboxKeys = new Map<string, Mailbox>();

  const groupsOf = (memberId: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const ascend = (id: string): void => {
      for (const group of groups.values()) {
        if (!group.members.has(id) || found.has(group.id)) continue;
        found.add(group.id);
        ascend(group.id);
      }
    };
    ascend(memberId);
    return found;
  };

  const membersOf = (groupId: string, deep: boolean): readonly string[] => {
    const found = new Set<string>();
    const descend = (id: string): void => {
      for (const member of groups.get(id)?.members ?? []) {
        if (found.has(member)) continue;
        found.add(member);
        if (deep) descend(member);
      }
    };
    descend(groupId);
    found.delete(groupId);
    return [...found];
  };

  return {
    users,
    mailboxes,
    groups,
    roleDefinitions,
    roleAssignments,
    groupsOf,
    membersOf,
    addUser: (user) => {
      users.push(user);
      userKeys.set(user.id.toLowerCase(), user);
      userKeys.set(user.userPrincipalName.toLowerCase(), user);
      return user;
    },
    addMailbox: (mailbox) => {
      mailboxes.push(mailbox);
      for (const key of [mailbox.objectId, mailbox.userPrincipalName, mailbox.address, mailbox.guid, mailbox.alias]) {
        if (key !== null && !mailboxKeys.has(key.toLowerCase())) mailboxKeys.set(key.toLowerCase(), mailbox);
      }
      return mailbox;
    },
    addGroup: (given) => {
      const group: Group = { groupTypes: [], membershipRule: null, visibility: null, owners: new Set(), ...given };
      groups.set(group.id, group);
      return group;
    },
    addRoleDefinition: (role) => void roleDefinitions.push(role),
    addRoleAssignment: (assignment) => void roleAssignments.push(assignment),
    removeRoleAssignments: (principalId) => {
      const kept = roleAssignments.filter((assignment) => assignment.principalId !== principalId);
      roleAssignments.splice(0, roleAssignments.length, ...kept);
    },
    removeMailbox: (mailbox) => {
      const place = mailboxes.indexOf(mailbox);
      if (place !== -1) mailboxes.splice(place, 1);
      for (const [key, value] of mailboxKeys) if (value === mailbox) mailboxKeys.delete(key);
    },
    user: (idOrName) => {
      const user = userKeys.get(idOrName.toLowerCase());
      return user?.deletedAt === null ? user : undefined;
    },
    deletedUser: (id) => {
      const user = userKeys.get(id.toLowerCase());
      return user?.deletedAt === null ? undefined : user;
    },
    forgetUser: (user) => {
      for (const key of [user.id, user.userPrincipalName]) {
        if (userKeys.get(key.toLowerCase()) === user) userKeys.delete(key.toLowerCase());
      }
    },
    mailboxByIdentity: (identity) => mailboxKeys.get(identity.toLowerCase()),
    rolesOf: (userId) => {
      const holders = new Set([userId, ...groupsOf(userId)]);
      return roleAssignments.filter((assignment) => holders.has(assignment.principalId));
    },
  };
}

/** The value of accountEnabled that a reader sees whose view is `lagMs` old. */
export function enabledAt(user: User, now: number, lagMs: number): boolean {
  const seen = user.enabled.findLast((value) => value.at <= now - lagMs) ?? user.enabled[0];
  return seen?.enabled ?? false;
}
