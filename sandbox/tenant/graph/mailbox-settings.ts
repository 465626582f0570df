// Graph's mailbox settings, of which the sandbox knows what a mailbox is for.
// https://learn.microsoft.com/graph/api/user-get-mailboxsettings (MailboxSettings.Read)
import type { Answer } from '../message.js';
import type { Mailbox, RecipientType } from '../records.js';
import { GraphError } from './graph-error.js';
import { anyOf, type GraphCall, type GraphRoute } from './route.js';
import { userInPath } from './users.js';

const PURPOSES: Readonly<Record<RecipientType, string>> = {
  UserMailbox: 'user',
  SharedMailbox: 'shared',
  RoomMailbox: 'room',
  EquipmentMailbox: 'equipment',
  SchedulingMailbox: 'others',
  DiscoveryMailbox: 'others',
};

const outlook = {
  method: 'GET',
  permissions: anyOf('MailboxSettings.Read', 'MailboxSettings.ReadWrite'),
  // Outlook's refusal, not the directory's.
  refuse: () => new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'),
  units: 1,
  // Outlook has limits of its own, per application and mailbox; no client of the sandbox comes near them.
  quota: 'none',
  query: [],
} as const;

export const getUserPurpose: GraphRoute = {
  ...outlook,
  path: 'users/{id}/mailboxSettings/userPurpose',
  answer: (call): Answer => {
    const context = `${call.root}/$metadata#users('${call.params['id'] ?? ''}')/mailboxSettings/userPurpose`;
    return { status: 200, body: { '@odata.context': context, value: PURPOSES[mailboxInPath(call).type] } };
  },
};

export const getMailboxSettings: GraphRoute = {
  ...outlook,
  path: 'users/{id}/mailboxSettings',
  answer: (call): Answer => {
    const context = `${call.root}/$metadata#users('${call.params['id'] ?? ''}')/mailboxSettings`;
    const userPurpose = PURPOSES[mailboxInPath(call).type];
    return { status: 200, body: { '@odata.context': context, timeZone: 'UTC', userPurpose } };
  },
};

function mailboxInPath(call: GraphCall): Mailbox {
  const user = userInPath(call);
  const mailbox = call.world.directory.mailboxByIdentity(user.id);
  if (mailbox !== undefined) return mailbox;
  throw new GraphError(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  );
}
