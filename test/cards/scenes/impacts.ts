// What is known of the use of accounts: much, nothing, and everything at its longest.
import type { MailboxAccess } from '../../../src/mailboxes/access.js';
import type { Impact } from '../../../src/mailboxes/impact.js';
import type { SignInHistory } from '../../../src/mailboxes/mailbox.js';
import { hostileNames } from '../hostile.js';
import { idOf, NOW } from './people.js';

const USED: SignInHistory = {
  lastSuccessAt: '2026-11-12T07:10:00.000Z',
  availability: 'known',
  clients: ['Authenticated SMTP', 'IMAP4'],
  apps: ['Office 365 Exchange Online'],
  devices: ['SCANNER-EG'],
};
const UNUSED: SignInHistory = { lastSuccessAt: null, availability: 'known', clients: [], apps: [], devices: [] };
const ROOM: SignInHistory = { ...USED, clients: ['Browser'], apps: ['Microsoft Teams Rooms'], devices: ['Windows 10'] };
const NOT_PREMIUM: SignInHistory = { ...UNUSED, availability: 'not-premium' };

const TOLD: MailboxAccess = {
  availability: 'known',
  fullAccess: ['oli.outside@contoso.example', 'robin.meyer@contoso.example'],
  sendAs: ['oli.outside@contoso.example'],
  sendOnBehalf: [],
  more: 0,
};
const NOBODY: MailboxAccess = { ...TOLD, fullAccess: [], sendAs: [] };
const NOT_TOLD: MailboxAccess = { ...NOBODY, availability: 'not-told', sendOnBehalf: ['Front Office'] };

function impactOf(index: number, history: SignInHistory, access: MailboxAccess, licences = 1): Impact {
  return { objectId: idOf(index), readAt: NOW, history, access, licences };
}

const byId = (impacts: readonly Impact[]): ReadonlyMap<string, Impact> =>
  new Map(impacts.map((impact) => [impact.objectId, impact]));

/** Something of everything. */
export const IMPACTS = byId([
  impactOf(1, USED, TOLD),
  impactOf(2, UNUSED, NOBODY, 0),
  impactOf(3, ROOM, TOLD, 2),
  impactOf(4, USED, { ...NOBODY, availability: 'no-permission', sendOnBehalf: null }),
  impactOf(5, UNUSED, TOLD, 0),
]);
/** A tenant without P1, read through the API that does not tell. */
export const UNTOLD = byId([1, 2, 3, 4, 5].map((index) => impactOf(index, NOT_PREMIUM, NOT_TOLD)));

/** Every list at its longest and worst. */
export function hostileImpacts(count: number, names: readonly string[] = hostileNames): ReadonlyMap<string, Impact> {
  const history = { ...USED, clients: names, apps: [...names, 'Microsoft Teams Rooms'], devices: names };
  const access = { ...TOLD, fullAccess: names, sendAs: names, sendOnBehalf: names, more: 99 };
  return byId(Array.from({ length: count }, (_, index) => impactOf(index, history, access, 1000)));
}
