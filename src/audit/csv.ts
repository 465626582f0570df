// The record as CSV (RFC 4180) whose cells no spreadsheet takes for a formula.
import { canonicalJson } from './canonical.js';
import type { AuditEvent } from './event.js';

const COLUMNS = [
  'seq',
  'at',
  'event',
  'actorKind',
  'actorObjectId',
  'actorName',
  'requestId',
  'mailbox',
  'microsoftRequestId',
  'correlationId',
  'detail',
  'prev',
  'hash',
] as const;

/** What spreadsheets begin a formula or a command with, and the full-width forms that some of them fold to it; white space and invisible characters before it do not count. */
const FORMULA = /^[\s\p{Z}\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\0]/u;

/** The first line, with its line end. */
export const CSV_HEADER = line(COLUMNS);

/** One entry as a line, with its line end. */
export function csvLine(event: AuditEvent): string {
  const { actor } = event;
  const person = actor.kind === 'person' ? actor : { objectId: '', name: '' };
  const cells: Readonly<Record<(typeof COLUMNS)[number], string | number | null>> = {
    ...event,
    actorKind: actor.kind,
    actorObjectId: person.objectId,
    actorName: person.name,
    detail: canonicalJson(event.detail),
  };
  return line(COLUMNS.map((column) => String(cells[column] ?? '')));
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A cell in quotes. One that a spreadsheet might run gets an apostrophe in front, which makes it text. */
export function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
