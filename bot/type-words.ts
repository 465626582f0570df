// The words that people use for types of mailboxes.
import type { MailboxType } from '../src/mailboxes/mailbox.js';

const TYPE_WORDS: ReadonlyMap<string, MailboxType> = new Map([
  ['shared', 'SharedMailbox'],
  ['room', 'RoomMailbox'],
  ['rooms', 'RoomMailbox'],
  ['equipment', 'EquipmentMailbox'],
  ['scheduling', 'SchedulingMailbox'],
  ['bookings', 'SchedulingMailbox'],
  ['booking', 'SchedulingMailbox'],
]);

/** The type that a word means, in whatever case it is written; null for any other word. */
export function typeMeant(word: string): MailboxType | null {
  return TYPE_WORDS.get(word.toLowerCase()) ?? null;
}
