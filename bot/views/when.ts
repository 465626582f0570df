// Writes moments and ages: in the reader's order and time zone, always with the zone, never with a bare number.
import type { Reader } from './view.js';

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** A moment with its zone, such as "23 Nov 2026, 14:05 CET"; "not known" for what is no date. */
export function moment(iso: string, reader: Reader): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return 'not known';
  // Newer ICU data puts narrow spaces into times; plain ones keep cards the same everywhere.
  return formatter(reader).format(time).replace(/\s/gu, ' ');
}

/** A moment as `until` takes it from a field, in the reader's zone: "2027-01-31 18:00". */
export function typed(iso: string, { timeZone }: Pick<Reader, 'timeZone'>): string {
  const format = { dateStyle: 'short', timeStyle: 'short', timeZone: knownZone(timeZone) } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(Date.parse(iso)).replace(/\s/gu, ' ');
}

/** How long ago, or in how long: "3 minutes ago", "in 2 days", "just now". The words on the cards are English, so these are too. */
export function age(iso: string, reader: Reader): string {
  const seconds = Math.round((Date.parse(iso) - Date.parse(reader.now)) / 1000);
  if (Number.isNaN(seconds)) return 'not known';
  if (Math.abs(seconds) < 60) return 'just now';
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** Both: "23 Nov 2026, 14:05 CET (3 minutes ago)". A card stays in the chat for long, so an age never stands alone on it. */
export function momentAndAge(iso: string, reader: Reader): string {
  return Number.isNaN(Date.parse(iso)) ? 'not known' : `${moment(iso, reader)} (${age(iso, reader)})`;
}

/** A length of time from milliseconds, such as "4 seconds", "2 minutes", "24 hours" or "30 days". */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 120) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours <= 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}

/** "1 mailbox", "3 mailboxes", "2,500 mailboxes". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A whole number with separators. */
export function number(count: number): string {
  return count.toLocaleString('en');
}

function formatter(reader: Reader): Intl.DateTimeFormat {
  return tryFormatter(reader.locale, reader.timeZone);
}

/** One calendar and one kind of digits for everyone who reads the same card. */
function tryFormatter(locale: string, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(knownLocale(locale), {
    calendar: 'gregory',
    numberingSystem: 'latn',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: knownZone(timeZone),
    timeZoneName: 'short',
  });
}

function knownLocale(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([locale])[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
