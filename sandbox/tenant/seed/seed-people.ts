// Seeds the personas, the groups and roles they are in, and any number of ordinary people.
import type { Directory } from '../directory.js';
import { type Random, stableUuid } from '../random.js';
import type { User } from '../records.js';
import { ROLE, SKU } from './mailbox-spec.js';
import { makeUser } from './make-user.js';
import { generatedPerson } from './names.js';
import { DOMAIN, GROUPS, PEOPLE, PERSONA_NAMES, type PersonaName, SYNC_ACCOUNT } from './people.js';

const DAY_MS = 24 * 3_600_000;

const ROLE_NAMES: Readonly<Record<keyof typeof ROLE, string>> = {
  globalAdministrator: 'Global Administrator',
  userAdministrator: 'User Administrator',
  helpdeskAdministrator: 'Helpdesk Administrator',
  securityReader: 'Security Reader',
  directoryReaders: 'Directory Readers',
};

/** Adds the personas, their groups and the tenant's roles. */
export function seedPersonas(directory: Directory, start: number): void {
  for (const [key, id] of Object.entries(ROLE)) {
    directory.addRoleDefinition({ id, displayName: ROLE_NAMES[key as keyof typeof ROLE] });
  }
  const createdAt = start - 800 * DAY_MS;
  for (const name of PERSONA_NAMES) {
    const { objectId, displayName, upn } = PEOPLE[name];
    const [given = '', surname = ''] = displayName.split(' ');
    const user = makeUser({
      id: objectId,
      userPrincipalName: upn,
      displayName,
      createdAt,
      accountEnabled: name !== 'disabledApprover',
      userType: name === 'guest' ? 'Guest' : 'Member',
      mail: name === 'guest' ? 'gale.guest@partner.example' : upn,
      givenName: given,
      surname,
      licences: name === 'guest' ? [] : [SKU.microsoft365E3],
    });
    directory.addUser(user);
    if (name !== 'guest') addUserMailbox(directory, user, stableUuid(`mailbox ${name}`));
  }
  const { objectId: id, displayName, upn: userPrincipalName } = SYNC_ACCOUNT;
  directory.addUser(makeUser({ id, displayName, userPrincipalName, createdAt, mail: null }));
  seedGroups(directory, createdAt);
  assign(directory, PEOPLE.helpdesk.objectId, ROLE.userAdministrator);
  assign(directory, GROUPS.securityReadersId, ROLE.securityReader);
}

function seedGroups(directory: Directory, createdAt: number): void {
  const group = (
    id: string,
    displayName: string,
    members: readonly (PersonaName | { readonly id: string })[],
  ): void => {
    const ids = members.map((member) => (typeof member === 'string' ? PEOPLE[member].objectId : member.id));
    const roleAssignable = id === GROUPS.securityReadersId;
    directory.addGroup({ id, displayName, roleAssignable, members: new Set(ids), createdAt });
  };
  group(GROUPS.operatorsId, 'Mailbox Guard Operators', ['requester', 'operator', 'both']);
  group(GROUPS.dutyTeamId, 'Security Duty Team', ['nestedApprover']);
  group(GROUPS.approversId, 'Mailbox Guard Approvers', [
    'approver',
    'secondApprover',
    'both',
    'disabledApprover',
    'guest',
    { id: GROUPS.dutyTeamId },
  ]);
  group(GROUPS.securityReadersId, 'Security Readers', []);
}

function assign(directory: Directory, principalId: string, roleDefinitionId: string): void {
  directory.addRoleAssignment({
    id: `assignment-${principalId}`,
    principalId,
    roleDefinitionId,
    directoryScopeId: '/',
  });
}

/** Adds ordinary people with mailboxes of their own until the tenant has so many users. */
export function seedOrdinaryPeople(directory: Directory, users: number, random: Random, start: number): void {
  for (let number = 0; directory.users.length < users; number += 1) {
    const { given, surname } = generatedPerson(number);
    const createdAt = start - (30 + random.below(2_000)) * DAY_MS;
    const seenAt = start - random.below(30 * DAY_MS) - DAY_MS;
    const user = directory.addUser(
      makeUser({
        id: random.uuid(),
        userPrincipalName: `${given}.${surname}.${number}@${DOMAIN}`.toLowerCase(),
        displayName: `${given} ${surname}`,
        givenName: given,
        surname,
        createdAt,
        accountEnabled: random.below(100) >= 5,
        onPremisesSyncEnabled: random.below(100) < 30 ? true : null,
        licences: [SKU.microsoft365E3],
        earlier: { attempt: seenAt, success: seenAt },
      }),
    );
    addUserMailbox(directory, user, random.uuid());
  }
}

function addUserMailbox(directory: Directory, user: User, guid: string): void {
  directory.addMailbox({
    guid,
    objectId: user.id,
    type: 'UserMailbox',
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    address: user.mail ?? user.userPrincipalName,
    alias: user.userPrincipalName.slice(0, user.userPrincipalName.indexOf('@')),
    accountDisabled: false,
    createdAt: user.createdAt,
    fullAccess: [],
    sendAs: [],
    sendOnBehalf: [],
  });
}
