// The mailboxes that every sandbox tenant has: each case of the verdict table, most telling first.
import { type MailboxSpec, ROLE, SKU, signIns } from './mailbox-spec.js';

const EXPOSED: readonly MailboxSpec[] = [
  {
    name: 'Reception',
    alias: 'reception',
    type: 'SharedMailbox',
    signIn: 'allowed',
    enabledDaysAgo: 3,
    fullAccess: ['oli.outside', 'robin.request'],
    sendAs: ['oli.outside'],
    sendOnBehalf: ['robin.request'],
  },
  {
    name: 'Invoices',
    alias: 'invoices',
    type: 'SharedMailbox',
    signIn: 'allowed',
    passwordSetDaysAgo: 90,
    pastSignIns: signIns('browser', 9, 5, 2),
    fullAccess: ['oakley.operate'],
    sendAs: ['oakley.operate'],
  },
  {
    name: 'Scanner Ground Floor',
    alias: 'scanner-ground',
    type: 'SharedMailbox',
    signIn: 'allowed',
    passwordSetDaysAgo: 300,
    pastSignIns: signIns('smtp', 6, 4, 3, 2, 1),
  },
  {
    name: 'Lee Leaver',
    alias: 'lee.leaver',
    type: 'SharedMailbox',
    signIn: 'allowed',
    ageDays: 2_100,
    person: { given: 'Lee', surname: 'Leaver', title: 'Buyer' },
    passwordSetDaysAgo: 150,
    pastSignIns: signIns('outlook', 12, 7, 3),
    fullAccess: ['alex.assent'],
  },
  {
    name: 'Pat Person',
    alias: 'pat.person',
    type: 'SharedMailbox',
    signIn: 'allowed',
    ageDays: 900,
    licences: [SKU.microsoft365E3],
    person: { given: 'Pat', surname: 'Person', title: 'Site Manager' },
    passwordSetDaysAgo: 40,
    pastSignIns: signIns('outlook', 4, 3, 2, 1),
  },
  { name: 'Info', alias: 'info', type: 'SharedMailbox', signIn: 'allowed', fullAccess: ['billie.both'] },
  { name: 'Room Aurora (12)', alias: 'room-aurora', type: 'RoomMailbox', signIn: 'allowed' },
  {
    name: 'Projector Cart 3',
    alias: 'projector-cart-3',
    type: 'EquipmentMailbox',
    signIn: 'allowed',
    passwordSetDaysAgo: 20,
  },
  {
    name: 'Service Desk Appointments',
    alias: 'ServiceDeskAppointments',
    type: 'SchedulingMailbox',
    signIn: 'allowed',
  },
  {
    name: 'Travel Desk',
    alias: 'travel',
    type: 'SharedMailbox',
    signIn: 'allowed',
    licences: [SKU.exchangePlan2],
    passwordSetDaysAgo: 200,
    pastSignIns: signIns('imap', 8, 6, 1),
  },
];

const UNKNOWN: readonly MailboxSpec[] = [
  { name: 'Archive 2019', alias: 'archive-2019', type: 'SharedMailbox', signIn: 'blocked', link: 'account-missing' },
  { name: 'Project Phoenix', alias: 'phoenix', type: 'SharedMailbox', signIn: 'blocked', link: 'account-gone' },
  { name: 'Old Fax Line', alias: 'fax', type: 'SharedMailbox', signIn: 'blocked', link: 'id-missing' },
];

const SYNCED: readonly MailboxSpec[] = [
  { name: 'Payroll', alias: 'payroll', type: 'SharedMailbox', signIn: 'allowed', synced: true },
  { name: 'Warehouse Dispatch', alias: 'dispatch', type: 'SharedMailbox', signIn: 'allowed', synced: true },
  { name: 'HR Archive', alias: 'hr-archive', type: 'SharedMailbox', signIn: 'blocked', synced: true },
];

const PROTECTED: readonly MailboxSpec[] = [
  {
    name: 'Room Cassini (8)',
    alias: 'room-cassini',
    type: 'RoomMailbox',
    signIn: 'allowed',
    licences: [SKU.teamsRoomsPro],
    pastSignIns: signIns('teamsRooms', 3, 2, 1),
  },
  {
    name: 'Room Dorado (4)',
    alias: 'room-dorado',
    type: 'RoomMailbox',
    signIn: 'allowed',
    licences: [SKU.teamsRoomsBasic],
  },
  {
    name: 'Panel Equinox',
    alias: 'panel-equinox',
    type: 'EquipmentMailbox',
    signIn: 'allowed',
    licences: [SKU.teamsSharedDevices],
  },
  {
    name: 'IT Services',
    alias: 'it-services',
    type: 'SharedMailbox',
    signIn: 'allowed',
    role: ROLE.helpdeskAdministrator,
  },
  { name: 'Security Operations', alias: 'secops', type: 'SharedMailbox', signIn: 'allowed', roleByGroup: true },
  { name: 'Board Office', alias: 'board', type: 'SharedMailbox', signIn: 'allowed', managementRestricted: true },
  { name: 'Partner Desk', alias: 'partner-desk', type: 'SharedMailbox', signIn: 'allowed', guest: true },
];

const blocked = (name: string, alias: string, type: MailboxSpec['type'] = 'SharedMailbox'): MailboxSpec => ({
  name,
  alias,
  type,
  signIn: 'blocked',
});

const BLOCKED: readonly MailboxSpec[] = [
  blocked('Info', 'info-north'),
  blocked('Support', 'support'),
  blocked('Careers', 'careers'),
  blocked('Press', 'press'),
  blocked('Facilities', 'facilities'),
  blocked('Events', 'events'),
  blocked('Room Borealis (8)', 'room-borealis', 'RoomMailbox'),
  blocked('Room Cygnus (6)', 'room-cygnus', 'RoomMailbox'),
  blocked('Room Draco (20)', 'room-draco', 'RoomMailbox'),
  blocked('Pool Van 1', 'van-1', 'EquipmentMailbox'),
  blocked('Pool Van 2', 'van-2', 'EquipmentMailbox'),
  blocked('Projector Cart 1', 'projector-cart-1', 'EquipmentMailbox'),
  blocked('Campus Tours', 'CampusTours', 'SchedulingMailbox'),
];

const LONGEST = 'The mailbox whose name is as long as Entra allows it to be '.repeat(5).slice(0, 255);

/** Display names that try to be something else when shown, stored or exported. */
const HOSTILE: readonly MailboxSpec[] = [
  { name: '<at>everyone</at> urgent', alias: 'hostile-at', type: 'SharedMailbox', signIn: 'allowed' },
  {
    name: '**Bold** [click here](https://phish.example) # _x_ `code`',
    alias: 'hostile-markdown',
    type: 'SharedMailbox',
    signIn: 'allowed',
  },
  { name: `${LONGEST}.`, alias: 'hostile-long', type: 'SharedMailbox', signIn: 'allowed' },
  blocked('${$root.secret} ${json(1)}', 'hostile-template'),
  blocked('<b>Bold</b><script>alert(1)</script>&amp;', 'hostile-html'),
  blocked('Invoice \u202Efdp.exe', 'hostile-rlo'),
  blocked('📣🧑‍🚀🏳️‍🌈 Announcements', 'hostile-emoji'),
  blocked("=cmd|' /C calc'!A0", 'hostile-formula'),
];

/** In this order, so that a tenant with fewer mailboxes keeps the most telling ones. */
export const FEATURED_MAILBOXES: readonly MailboxSpec[] = [
  ...EXPOSED,
  ...UNKNOWN,
  ...SYNCED,
  ...PROTECTED,
  ...HOSTILE,
  ...BLOCKED,
];
