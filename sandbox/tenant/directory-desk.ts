// The directory as tests and the control address use it: things are named as people name them, deeds leave their records.
import type { Deeds, SignInDetails, UserChange } from './deeds.js';
import { type Directory, enabledAt } from './directory.js';
import { stableUuid } from './random.js';
import type { Initiator, Mailbox, RecipientType, SignIn, User } from './records.js';
import type { MailboxSpec } from './seed/mailbox-spec.js';
import { PEOPLE } from './seed/people.js';
import { seedMailbox } from './seed/seed-mailbox.js';

export interface DirectoryDesk {
  readonly contents: Directory;
  /** Users by display name, user principal name, alias or object id; without regard to case. More than one may share a name. */
  findAll(name: string): readonly User[];
  /** The one user of this name. Throws an Error that says what is there instead. */
  find(name: string): User;
  findMailbox(name: string): Mailbox;
  /** accountEnabled as it is now, whatever readers still see. */
  isEnabled(name: string): boolean;
  /** Enables or disables an account as this person (the helpdesk when left out) or application; leaves an audit record. */
  setAccountEnabled(name: string, enabled: boolean, by?: string | Initiator): User;
  /** A sign-in of the account itself. */
  signIn(name: string, details: SignInDetails): SignIn;
  setPassword(name: string): User;
  changeUser(name: string, change: UserChange): User;
  convertMailbox(name: string, type: RecipientType): Mailbox;
  /** A new mailbox with its account, made now. Throws an Error when its address is taken. */
  addMailbox(spec: Omit<MailboxSpec, 'ageDays'>): Mailbox;
  deleteUser(name: string, by?: string): User;
  /** Takes an account out of the deleted items, or deletes it for good; by object id. */
  restoreUser(id: string): User;
  purgeUser(id: string): User;
  addGroupMember(groupId: string, memberId: string): void;
  removeGroupMember(groupId: string, memberId: string): void;
}

export function createDirectoryDesk(directory: Directory, deeds: Deeds, now: () => number): DirectoryDesk {
  const findAll = (name: string): readonly User[] => {
    const direct = directory.user(name);
    if (direct !== undefined) return [direct];
    const wanted = name.trim().toLowerCase();
    return directory.users.filter(
      (user) =>
        user.deletedAt === null &&
        (user.displayName.toLowerCase() === wanted || user.userPrincipalName.toLowerCase().startsWith(`${wanted}@`)),
    );
  };
  const find = (name: string): User => {
    const found = findAll(name);
    const [user, other] = found;
    if (user === undefined) throw new Error(notFound(directory, name));
    if (other === undefined) return user;
    const names = found.map((one) => one.userPrincipalName).join(', ');
    throw new Error(`More than one account is called "${name}": ${names}. Name one of these.`);
  };
  const findMailbox = (name: string): Mailbox => {
    const byIdentity = directory.mailboxByIdentity(name);
    if (byIdentity !== undefined) return byIdentity;
    const found = directory.mailboxes.filter((mailbox) => mailbox.displayName.toLowerCase() === name.toLowerCase());
    const [mailbox, other] = found;
    if (mailbox === undefined) throw new Error(`There is no mailbox "${name}".`);
    if (other !== undefined) throw new Error(`More than one mailbox is called "${name}". Use its address.`);
    return mailbox;
  };
  const initiator = (by: string | Initiator | undefined): Initiator =>
    typeof by === 'object' ? by : { kind: 'user', user: find(by ?? PEOPLE.helpdesk.upn) };
  const deleted = (id: string): User => {
    const user = directory.deletedUser(id);
    if (user === undefined) throw new Error(`There is no account ${id} among the deleted items.`);
    return user;
  };
  const members = (groupId: string): Set<string> => {
    const group = directory.groups.get(groupId);
    if (group === undefined) throw new Error(`There is no group ${groupId}.`);
    return group.members;
  };

  return {
    contents: directory,
    findAll,
    find,
    findMailbox,
    isEnabled: (name) => enabledAt(find(name), now(), 0),
    setAccountEnabled: (name, enabled, by) => {
      const user = find(name);
      deeds.setAccountEnabled(user, enabled, initiator(by));
      return user;
    },
    signIn: (name, details) => deeds.signIn(find(name), details),
    setPassword: (name) => {
      const user = find(name);
      deeds.setPassword(user);
      return user;
    },
    changeUser: (name, change) => {
      const user = find(name);
      deeds.changeUser(user, change);
      return user;
    },
    addMailbox: (spec) => {
      if (directory.mailboxByIdentity(spec.alias) !== undefined) throw new Error(`The address ${spec.alias} is taken.`);
      const helpdesk = initiator(undefined);
      const needs = { directory, deeds, start: now(), helpdesk };
      seedMailbox(needs, { ...spec, ageDays: 0 }, (what) => stableUuid(`${what} ${spec.alias}`));
      const mailbox = findMailbox(spec.alias);
      const user = directory.user(mailbox.userPrincipalName);
      if (user !== undefined) deeds.userCreated(user, helpdesk);
      return mailbox;
    },
    convertMailbox: (name, type) => {
      const mailbox = findMailbox(name);
      deeds.convertMailbox(mailbox, type);
      return mailbox;
    },
    deleteUser: (name, by) => {
      const user = find(name);
      deeds.deleteUser(user, initiator(by));
      return user;
    },
    restoreUser: (id) => {
      const user = deleted(id);
      deeds.restoreUser(user, initiator(undefined));
      return user;
    },
    purgeUser: (id) => {
      const user = deleted(id);
      deeds.purgeUser(user, initiator(undefined));
      return user;
    },
    addGroupMember: (groupId, memberId) => void members(groupId).add(memberId),
    removeGroupMember: (groupId, memberId) => void members(groupId).delete(memberId),
  };
}

function notFound(directory: Directory, name: string): string {
  const part = name.trim().toLowerCase();
  const close = directory.users
    .filter((user) => user.deletedAt === null && user.displayName.toLowerCase().includes(part))
    .slice(0, 5)
    .map((user) => user.displayName);
  return `There is no account "${name}".${close.length > 0 ? ` Did you mean: ${close.join(', ')}?` : ''}`;
}
