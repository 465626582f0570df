// The people, mailboxes and moment that the pictured cards are about. All of them are invented.

import type { Reader } from '../../../bot/views/view.js';
import type { Person, Reach } from '../../../src/approvals/request.js';
import type { Account, AssessedMailbox, Exemption, Mailbox, MailboxType } from '../../../src/mailboxes/mailbox.js';
import type { Facts } from '../../../src/mailboxes/verdict.js';
import { assess } from '../../../src/mailboxes/verdict.js';

export const NOW = '2026-11-23T13:05:00.000Z';
export const reader: Reader = { locale: 'en-GB', timeZone: 'Europe/Berlin', now: NOW };

export const kim: Person = { objectId: '2b0c6f0a-4c1e-4c6f-8d8c-0f5d3a9f1c22', name: 'Kim Larsen' };
export const alex: Person = { objectId: '8e1f0a44-3b7c-4d0e-b1a2-5c6d7e8f9012', name: 'Alex Assent' };
export const robin: Person = { objectId: '5a9d8e21-77f0-4b5c-9a36-3f0b6d1c4e90', name: 'Robin Meyer' };

export const sam: Person = { objectId: '91c2d7f4-3b6a-4f0e-8c55-1d2e3f4a5b6c', name: 'Sam Okafor' };
export const lin: Person = { objectId: 'c4e8a1b2-6d3f-4a7c-9e10-7f6e5d4c3b2a', name: 'Lin Ahlgren' };

/** Two of three approvers have a chat with the bot, and have been told. */
export const REACH: Reach = {
  approvers: 3,
  reachable: 2,
  told: 2,
  places: 0,
  named: [
    { ...sam, hasChat: false },
    { ...robin, hasChat: true },
    { ...lin, hasChat: true },
  ],
};

/** A made-up object id, different for each number. */
export function idOf(index: number): string {
  return `7d3c1f1e-0b5e-4d6c-9d11-${index.toString(16).padStart(12, '0')}`;
}

export function mailboxOf(displayName: string, index: number, type: MailboxType = 'SharedMailbox'): Mailbox {
  const local =
    displayName
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, '')
      .slice(0, 20) || 'box';
  const address = `${local}${index}@contoso.example`;
  return { objectId: idOf(index), type, displayName, userPrincipalName: address, address };
}

export function accountOf(mailbox: Mailbox, change: Partial<Account> = {}): Account {
  return {
    id: mailbox.objectId ?? idOf(0),
    userPrincipalName: mailbox.userPrincipalName,
    displayName: mailbox.displayName,
    accountEnabled: true,
    onPremisesSyncEnabled: null,
    userType: 'Member',
    skuIds: [],
    createdAt: '2024-02-01T07:00:00.000Z',
    passwordChangedAt: '2026-02-02T07:00:00.000Z',
    managementRestricted: false,
    ...change,
  };
}

/** Judged by the real rules, so that the pictures cannot show what the bot would never say. */
export function judged(mailbox: Mailbox, account: Account | null, more: Partial<Facts> = {}): AssessedMailbox {
  return assess({ mailbox, account, exemption: null, holdsRole: false, history: null, now: NOW, ...more });
}

/** An exposed shared mailbox. */
export function exposed(name: string, index: number, type?: MailboxType): AssessedMailbox {
  const mailbox = mailboxOf(name, index, type);
  return judged(mailbox, accountOf(mailbox));
}

export const EXEMPTION: Exemption = {
  objectId: idOf(6),
  kind: 'exempt',
  requestId: 'K7M2QX',
  since: '2026-10-01T08:00:00.000Z',
  baseline: { verdict: 'exposed', evidence: 'never-used' },
  ownerId: robin.objectId,
  ownerName: robin.name,
  reason: 'Scanner until it is replaced',
  until: '2026-12-31T22:59:00.000Z',
};

/** One mailbox of every verdict. */
export function oneOfEach(): readonly AssessedMailbox[] {
  const desk = mailboxOf('Front Desk', 1);
  const reception = mailboxOf('Reception', 2);
  const oslo = mailboxOf('Room Oslo', 3, 'RoomMailbox');
  const beamer = mailboxOf('Beamer 4', 4, 'EquipmentMailbox');
  const bookings = mailboxOf('Dentist Bookings', 5, 'SchedulingMailbox');
  const payroll = mailboxOf('Payroll', 6);
  const lost = { ...mailboxOf('Lost and found', 7), objectId: null };
  return [
    judged(desk, accountOf(desk), {
      history: {
        lastSuccessAt: '2026-11-23T08:12:00.000Z',
        availability: 'known',
      },
    }),
    exposed('Archive 2019', 8),
    judged(lost, null),
    judged(oslo, accountOf(oslo, { skuIds: ['4cde982a-ede4-4409-9ae6-b003453c8ea6'] })),
    judged(beamer, accountOf(beamer, { onPremisesSyncEnabled: true })),
    judged(payroll, accountOf(payroll), { exemption: EXEMPTION }),
    judged(bookings, accountOf(bookings, { accountEnabled: false })),
    judged(reception, accountOf(reception, { accountEnabled: false })),
  ];
}
