// Fills a new tenant: personas, mailboxes of every kind, and as many ordinary people as are asked for.
import type { Deeds } from '../deeds.js';
import type { Directory } from '../directory.js';
import { type Random, stableUuid } from '../random.js';
import type { Initiator, RecipientType } from '../records.js';
import { FEATURED_MAILBOXES } from './featured-mailboxes.js';
import { type MailboxSpec, SKU } from './mailbox-spec.js';
import { generatedMailbox } from './names.js';
import { PEOPLE } from './people.js';
import { seedMailbox } from './seed-mailbox.js';
import { seedOrdinaryPeople, seedPersonas } from './seed-people.js';

export interface SeedSize {
  /** Accounts in all, those of mailboxes and personas among them; never fewer than these need. */
  readonly users: number;
  /** Shared, room, equipment and scheduling mailboxes. Below the number of the featured ones, the first of those. */
  readonly mailboxes: number;
}

/** Up to this many mailboxes, the generated ones are blocked: the featured ones alone tell the story. */
const STORY = 60;

/** Fills the directory. The same seed and sizes give the same tenant. `start` is milliseconds of sandbox time. */
export function seedTenant(directory: Directory, deeds: Deeds, random: Random, size: SeedSize, start: number): void {
  seedPersonas(directory, start);
  const helpdesk = initiator(directory, PEOPLE.helpdesk.objectId);
  const needs = { directory, deeds, start, helpdesk };
  for (const spec of FEATURED_MAILBOXES.slice(0, size.mailboxes)) {
    seedMailbox(needs, spec, (what) => stableUuid(`${what} ${spec.alias}`));
  }
  for (let index = FEATURED_MAILBOXES.length; index < size.mailboxes; index += 1) {
    seedMailbox(needs, generatedSpec(index, random), random.uuid);
  }
  seedDiscoveryMailbox(directory, start);
  seedOrdinaryPeople(directory, size.users, random, start);
}

/** A persona or other user as the one who does something. Throws an Error when there is no such user. */
function initiator(directory: Directory, idOrName: string): Initiator {
  const user = directory.user(idOrName);
  if (user === undefined) throw new Error(`There is no user ${idOrName}.`);
  return { kind: 'user', user };
}

function generatedSpec(index: number, random: Random): MailboxSpec {
  const number = index - FEATURED_MAILBOXES.length + 1;
  const { type, name } = generatedMailbox(number);
  const blocked = { name, alias: `mailbox-${number}`, type, signIn: 'blocked' } as const;
  const lot = random.below(1_000);
  if (index < STORY) return blocked;
  if (lot < 40) return { ...blocked, signIn: 'allowed' };
  if (lot < 55) return { ...blocked, signIn: 'allowed', synced: true };
  if (lot < 70) return { ...blocked, synced: true };
  if (lot < 75) return { ...blocked, link: 'account-missing' };
  if (lot < 85 && isRoom(type)) return { ...blocked, signIn: 'allowed', licences: [SKU.teamsRoomsPro] };
  return blocked;
}

function isRoom(type: RecipientType): boolean {
  return type === 'RoomMailbox';
}

/** Every tenant has this system mailbox; it has no account. */
function seedDiscoveryMailbox(directory: Directory, start: number): void {
  const alias = 'DiscoverySearchMailbox{D919BA05-46A6-415f-80AD-7E09334BB852}';
  directory.addMailbox({
    guid: stableUuid('mailbox discovery'),
    objectId: null,
    type: 'DiscoveryMailbox',
    displayName: 'Discovery Search Mailbox',
    userPrincipalName: `${alias}@lighthouse.example`,
    address: `${alias}@lighthouse.example`,
    alias,
    accountDisabled: true,
    createdAt: start - 2_500 * 24 * 3_600_000,
    fullAccess: [],
    sendAs: [],
    sendOnBehalf: [],
  });
}
