// Types of mailboxes as people say them.
import type { MailboxType } from '../src/mailboxes/mailbox.js';

const TYPE_WORDS: Readonly<Record<string, MailboxType>> = {
  shared: 'SharedMailbox',
  room: 'RoomMailbox',
  rooms: 'RoomMailbox',
  equipment: 'EquipmentMailbox',
  scheduling: 'SchedulingMailbox',
  bookings: 'SchedulingMailbox',
  booking: 'SchedulingMailbox',
};

/** The type that a word names; null when it names none. */
export function typeSaid(word: string): MailboxType | null {
  const said = word.toLowerCase();
  return Object.hasOwn(TYPE_WORDS, said) ? (TYPE_WORDS[said] ?? null) : null;
}
