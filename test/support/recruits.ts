// People who take a part one after another: the bot takes only so much from one person at a time.
import type { Person, Stage } from './stage.js';

export const PARTS = ['outsider', 'guest', 'operator', 'approver', 'both', 'disabled'] as const;
/** What somebody is to Mailbox Guard; a guest and a disabled account are in both groups, by mistake. */
export type Part = (typeof PARTS)[number];

export interface Recruiter {
  /** Somebody who had no part until now. */
  recruit(part: Part): Person;
  /** Takes the part away again: there is no more to be told to them. */
  dismiss(person: Person): void;
}

/** Takes ordinary people of the tenant, each once. */
export function recruiter({ tenant, teams }: Pick<Stage, 'tenant' | 'teams'>): Recruiter {
  const { contents, addGroupMember, removeGroupMember } = tenant.directory;
  const { operatorsId, approversId } = tenant.groups;
  const mailboxes = contents.mailboxes.filter(({ type }) => type === 'UserMailbox');
  const known = new Set(Object.values(tenant.people).map(({ objectId }) => objectId));
  const waiting = mailboxes.filter(({ objectId }) => objectId !== null && !known.has(objectId));
  return {
    recruit(part) {
      const user = contents.user(waiting.shift()?.objectId ?? '');
      if (user === undefined) throw new Error('Everybody in this tenant has a part already.');
      // As it has been for long: readers of Entra see what changed a moment ago only later.
      user.enabled = [{ at: 0, enabled: part !== 'disabled' }];
      user.userType = part === 'guest' ? 'Guest' : 'Member';
      if (part !== 'outsider' && part !== 'approver') addGroupMember(operatorsId, user.id);
      if (part !== 'outsider' && part !== 'operator') addGroupMember(approversId, user.id);
      const { id: objectId, displayName: name, userPrincipalName } = user;
      return teams.person({ objectId, name, userPrincipalName });
    },
    dismiss({ objectId }) {
      for (const group of [operatorsId, approversId]) removeGroupMember(group, objectId);
    },
  };
}
