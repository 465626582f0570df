// Who may open a mailbox and who may send as it, as the permission cmdlets say it.
import type { Mailbox } from '../records.js';

type Row = Readonly<Record<string, unknown>>;

/** Rows of Get-MailboxPermission: the mailbox itself comes first, as in Exchange. */
export function accessTo(mailbox: Mailbox): readonly Row[] {
  const row = (user: string, rights: readonly string[]): Row => ({
    Identity: mailbox.alias,
    User: user,
    AccessRights: rights,
    IsInherited: false,
    Deny: false,
    InheritanceType: 'All',
  });
  return [
    row('NT AUTHORITY\\SELF', ['FullAccess', 'ReadPermission']),
    ...mailbox.fullAccess.map((user) => row(user, ['FullAccess'])),
    // Microsoft's own groups are denied by inheritance in every mailbox.
    { ...row('SANDBOX01\\Organization Management', ['FullAccess']), IsInherited: true, Deny: true },
  ];
}

/** Rows of Get-RecipientPermission. */
export function sendAsOn(mailbox: Mailbox): readonly Row[] {
  return ['NT AUTHORITY\\SELF', ...mailbox.sendAs].map((trustee) => ({
    Identity: mailbox.alias,
    Trustee: trustee,
    AccessControlType: 'Allow',
    AccessRights: ['SendAs'],
    IsInherited: false,
    InheritanceType: 'None',
  }));
}
