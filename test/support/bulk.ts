// Tenants for stories about many mailboxes at once: generated shared mailboxes that somebody has switched on.
import type { Tenant } from '../../sandbox/tenant/index.js';
import type { Mailbox } from '../../sandbox/tenant/records.js';

/** Switches sign-in on for so many generated shared mailboxes and off for all other generated ones; returns them, by name. */
export function exposeShared(tenant: Tenant, count: number): readonly Mailbox[] {
  const { contents, setAccountEnabled } = tenant.directory;
  const generated = contents.mailboxes.filter(({ alias }) => alias.startsWith('mailbox-'));
  const chosen: Mailbox[] = [];
  for (const mailbox of generated) {
    const user = contents.user(mailbox.objectId ?? '');
    if (user === undefined) continue;
    const fits = mailbox.type === 'SharedMailbox' && user.onPremisesSyncEnabled !== true && chosen.length < count;
    if (fits) chosen.push(mailbox);
    if (tenant.directory.isEnabled(user.id) !== fits) setAccountEnabled(user.id, fits);
  }
  if (chosen.length < count) throw new Error(`The tenant has only ${chosen.length} generated shared mailboxes.`);
  return chosen.sort((one, other) => one.displayName.localeCompare(other.displayName, 'en'));
}

/** Puts an account out of the bot's reach in a way that no list of role holders tells: into a role-assignable group. */
export function makePrivileged(tenant: Tenant, { userPrincipalName }: Mailbox): { undo(): void } {
  const { contents } = tenant.directory;
  const user = tenant.directory.find(userPrincipalName);
  const group = contents.addGroup({
    id: `0f0f0f0f-0000-4000-8000-${user.id.slice(-12)}`,
    displayName: 'Role-assignable, without a role yet',
    roleAssignable: true,
    members: new Set([user.id]),
    createdAt: 0,
  });
  return { undo: () => void group.members.delete(user.id) };
}
