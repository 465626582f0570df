// Turns the description of a mailbox into its Exchange and Entra records and their history.
import type { Deeds } from '../deeds.js';
import type { Directory } from '../directory.js';
import type { Initiator, User } from '../records.js';
import type { MailboxSpec } from './mailbox-spec.js';
import { makeUser } from './make-user.js';
import { DOMAIN, GROUPS } from './people.js';

const DAY_MS = 24 * 3_600_000;

export interface SeedNeeds {
  readonly directory: Directory;
  readonly deeds: Deeds;
  /** When the sandbox began, milliseconds of sandbox time; history lies before it. */
  readonly start: number;
  /** Who enabled the accounts that were enabled again. */
  readonly helpdesk: Initiator;
}

/** Adds a mailbox and, unless it has none, its account. `id` gives the ids their values. */
export function seedMailbox(needs: SeedNeeds, spec: MailboxSpec, id: (what: string) => string): void {
  const { directory, start } = needs;
  const upn = `${spec.alias}@${DOMAIN}`.toLowerCase();
  const link = spec.link ?? 'joined';
  const createdAt = start - (spec.ageDays ?? 400) * DAY_MS;
  const objectId = id('account');
  directory.addMailbox({
    guid: id('mailbox'),
    objectId: link === 'joined' || link === 'account-gone' ? objectId : null,
    type: spec.type,
    displayName: spec.name,
    userPrincipalName: upn,
    address: `${spec.alias}@${DOMAIN}`,
    alias: spec.alias,
    // A conversion looked like a disabled account in Exchange, whatever Entra said: nobody may rely on it.
    accountDisabled: spec.type !== 'UserMailbox',
    createdAt,
    fullAccess: (spec.fullAccess ?? []).map((alias) => `${alias}@${DOMAIN}`),
    sendAs: (spec.sendAs ?? []).map((alias) => `${alias}@${DOMAIN}`),
    sendOnBehalf: (spec.sendOnBehalf ?? []).map((alias) => `${alias}@${DOMAIN}`),
  });
  if (link === 'joined' || link === 'id-missing') seedAccount(needs, spec, { id: objectId, upn, createdAt });
}

function seedAccount(
  { directory, deeds, start, helpdesk }: SeedNeeds,
  spec: MailboxSpec,
  { id, upn, createdAt }: { readonly id: string; readonly upn: string; readonly createdAt: number },
): void {
  const user = directory.addUser(
    makeUser({
      id,
      userPrincipalName: upn,
      displayName: spec.name,
      createdAt,
      accountEnabled: spec.signIn === 'allowed' && spec.enabledDaysAgo === undefined,
      givenName: spec.person?.given ?? null,
      surname: spec.person?.surname ?? null,
      jobTitle: spec.person?.title ?? null,
      department: spec.person === undefined ? null : 'Purchasing',
      userType: spec.guest === true ? 'Guest' : 'Member',
      onPremisesSyncEnabled: spec.synced ?? null,
      licences: spec.licences ?? [],
      passwordChangedAt: spec.passwordSetDaysAgo === undefined ? createdAt : start - spec.passwordSetDaysAgo * DAY_MS,
      managementRestricted: spec.managementRestricted ?? false,
    }),
  );
  giveRoles(directory, spec, user);
  if (spec.enabledDaysAgo !== undefined) {
    deeds.setAccountEnabled(user, true, helpdesk, start - spec.enabledDaysAgo * DAY_MS);
  }
  for (const { daysAgo, ...details } of spec.pastSignIns ?? []) {
    deeds.signIn(user, { ...details, at: start - daysAgo * DAY_MS });
  }
}

function giveRoles(directory: Directory, spec: MailboxSpec, user: User): void {
  if (spec.roleByGroup === true) directory.groups.get(GROUPS.securityReadersId)?.members.add(user.id);
  if (spec.role === undefined) return;
  directory.addRoleAssignment({
    id: `assignment-${user.id}`,
    principalId: user.id,
    roleDefinitionId: spec.role,
    directoryScopeId: '/',
  });
}
