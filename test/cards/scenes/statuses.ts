// One mailbox in full, for each cause.
import { statusView } from '../../../bot/views/status.js';
import type { Account, AssessedMailbox, SignInHistory } from '../../../src/mailboxes/mailbox.js';
import { HOSTILE } from '../hostile.js';
import { accountOf, exposed, judged, mailboxOf, oneOfEach, reader } from './people.js';
import { requestOf } from './requests.js';
import type { Scene } from './scene.js';

export const USED: SignInHistory = {
  lastSuccessAt: '2026-11-23T08:12:00.000Z',
  availability: 'known',
  clients: ['Authenticated SMTP', 'Browser'],
  apps: ['Office 365 Exchange Online'],
  devices: ['Windows10'],
};
const READ_AT = '2026-11-23T13:04:50.000Z';

function scene(name: string, mailbox: AssessedMailbox | undefined, history: SignInHistory | null = null): Scene {
  if (mailbox === undefined) throw new Error(`no mailbox for ${name}`);
  return { name, view: statusView({ mailbox, history, readAt: READ_AT, openRequest: null, mode: 'enforce', reader }) };
}

function room(change: Partial<Account>, holdsRole = false): AssessedMailbox {
  const mailbox = mailboxOf('Board Room', 9, 'RoomMailbox');
  return judged(mailbox, accountOf(mailbox, change), { holdsRole });
}

const [used, , lost, rooms, synced, , blocked] = oneOfEach();
const desk = exposed('Front Desk', 1);
const hostile = exposed('x', 1);

export const statusScenes: readonly Scene[] = [
  scene('status-exposed', used, USED),
  { ...scene('status-exposed-asking', desk, { ...USED, lastSuccessAt: null, clients: [] }), press: ['Request block'] },
  {
    name: 'status-requested',
    view: statusView({
      mailbox: desk,
      history: { ...USED, availability: 'not-premium', lastSuccessAt: null, clients: [] },
      readAt: READ_AT,
      openRequest: requestOf('pending', 1),
      mode: 'enforce',
      reader,
    }),
  },
  scene('status-no-object-id', lost),
  scene('status-no-account', judged(mailboxOf('Lost', 7), null)),
  scene('status-state-not-returned', room({ accountEnabled: null })),
  scene('status-teams-rooms', rooms),
  scene('status-role', room({}, true)),
  scene('status-restricted', room({ managementRestricted: true })),
  scene('status-guest', room({ userType: 'Guest' })),
  scene('status-synced', synced),
  scene('status-blocked', blocked),
  scene(
    'status-hostile',
    {
      ...hostile,
      mailbox: {
        ...hostile.mailbox,
        displayName: HOSTILE.markdown,
        address: HOSTILE.long,
        userPrincipalName: HOSTILE.html,
      },
      account: accountOf({ ...hostile.mailbox, userPrincipalName: HOSTILE.expression }),
    },
    { ...USED, clients: Object.values(HOSTILE) },
  ),
];
