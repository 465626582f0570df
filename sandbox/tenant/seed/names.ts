// Invented names for as many people and mailboxes as a sandbox is asked to have.
import type { RecipientType } from '../records.js';

const GIVEN_NAMES = [
  'Ash',
  'Bay',
  'Cleo',
  'Dove',
  'Ember',
  'Fern',
  'Gray',
  'Haven',
  'Indigo',
  'Juniper',
  'Kit',
  'Lark',
  'Moss',
  'Nova',
  'Opal',
  'Pax',
  'Quill',
  'Rain',
  'Sage',
  'Tully',
];

const SURNAMES = [
  'Alder',
  'Brook',
  'Cliff',
  'Dune',
  'Elm',
  'Field',
  'Glade',
  'Heath',
  'Isle',
  'Juno',
  'Knoll',
  'Lake',
  'Marsh',
  'North',
  'Orchard',
  'Pond',
  'Quarry',
  'Ridge',
  'Shore',
  'Thicket',
];

const AREAS = ['Accounts', 'Archive', 'Catering', 'Claims', 'Design', 'Exports', 'Fleet', 'Garden', 'Harbour', 'Legal'];
const DESKS = ['Desk', 'Inbox', 'Office', 'Orders', 'Requests', 'Reports', 'Team', 'Updates'];
const STARS = ['Altair', 'Bellatrix', 'Capella', 'Deneb', 'Elnath', 'Fomalhaut', 'Gienah', 'Hadar', 'Izar', 'Kochab'];
const THINGS = ['Camera', 'Cargo Bike', 'Drone', 'Label Printer', 'Microscope', 'Pool Car', 'Projector', 'Trailer'];
const VISITS = ['Consultations', 'Inspections', 'Tastings', 'Tours', 'Trials', 'Viewings', 'Visits', 'Workshops'];

/** The share of each type among generated mailboxes, in hundredths, adding up. */
const TYPES: readonly (readonly [upTo: number, type: RecipientType])[] = [
  [70, 'SharedMailbox'],
  [88, 'RoomMailbox'],
  [95, 'EquipmentMailbox'],
  [100, 'SchedulingMailbox'],
];

/** The type and display name of the generated mailbox with this number; numbers give different names. */
export function generatedMailbox(number: number): { readonly type: RecipientType; readonly name: string } {
  const place = (number * 37) % 100;
  const type = TYPES.find(([upTo]) => place < upTo)?.[1] ?? 'SharedMailbox';
  const of = (names: readonly string[], step = 1): string => names[Math.floor(number / step) % names.length] ?? '';
  switch (type) {
    case 'RoomMailbox':
      return { type, name: `Room ${of(STARS)} ${number} (${4 + (number % 9) * 2})` };
    case 'EquipmentMailbox':
      return { type, name: `${of(THINGS)} ${number}` };
    case 'SchedulingMailbox':
      return { type, name: `${of(AREAS)} ${of(VISITS, 10)} ${number}` };
    default:
      return { type, name: `${of(AREAS)} ${of(DESKS, 10)} ${number}` };
  }
}

/** The name of the generated person with this number. */
export function generatedPerson(number: number): { readonly given: string; readonly surname: string } {
  return {
    given: GIVEN_NAMES[number % GIVEN_NAMES.length] ?? 'Ash',
    surname: SURNAMES[Math.floor(number / GIVEN_NAMES.length) % SURNAMES.length] ?? 'Alder',
  };
}
