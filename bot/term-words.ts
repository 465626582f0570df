// Reads until when, as people write it: "for 2h", "for 3 days", "until 2027-01-31", "until 31.1.2027 18:00".
import { Refused } from '../src/failure.js';
import type { Reader } from './views/view.js';
import { instantOf, type WallTime } from './wall-time.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds of each unit, by the shortest beginning that means no other. A month is thirty days. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^mo/u, 30 * DAY_MS],
  [/^m/u, MINUTE_MS],
  [/^h/u, HOUR_MS],
  [/^d/u, DAY_MS],
  [/^w/u, 7 * DAY_MS],
];
const UNIT = '(?:minutes?|mins?|months?|mo|m|hours?|hrs?|h|days?|d|weeks?|w)';
const LENGTH = `\\d{1,4}\\s*${UNIT}(?![\\p{L}\\d])(?:\\s*(?:and\\s+|,\\s*)?\\d{1,4}\\s*${UNIT}(?![\\p{L}\\d]))*`;
const DATE = '(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{4})';
const TIME = '(?:(?:\\s+at|,)?\\s+\\d{1,2}:\\d{2})?';
const SAID = new RegExp(`(?:^|\\s)(?:for\\s+(${LENGTH})|(?:until|till)\\s+(${DATE}${TIME}))(?=$|[\\s,;:.])`, 'iu');
const BEGUN = /^(?:until|till)\s+(\S+)/iu;

export interface TermSaid {
  /** ISO 8601, UTC; null when nothing was said of it. */
  readonly until: string | null;
  /** The words without it. */
  readonly rest: string;
}

/**
 * Takes the first end out of a line; what is left is the reason.
 * @throws Refused until-unreadable when the line begins with an "until" that cannot be read, or names no day there is
 */
export function takeTerm(words: string, reader: Reader): TermSaid {
  const match = SAID.exec(words);
  if (match === null) {
    const begun = BEGUN.exec(words);
    if (begun !== null) throw new Refused({ kind: 'until-unreadable', said: begun[1] ?? '' });
    return { until: null, rest: words };
  }
  const [whole, length, date] = match;
  const before = words.slice(0, match.index);
  const rest = `${before} ${words.slice(match.index + whole.length)}`.replace(/\s+/gu, ' ').trim();
  return { until: length === undefined ? endOf(date ?? '', reader) : after(length, reader), rest };
}

/**
 * The end that was written into a field of its own, with or without "for" and "until"; null when it is empty.
 * @throws Refused until-unreadable
 */
export function readTerm(field: string, reader: Reader): string | null {
  const said = field.trim();
  if (said === '') return null;
  const bare = said.replace(/^(?:for|until|till)\s+/iu, '');
  if (new RegExp(`^${LENGTH}$`, 'iu').test(bare)) return after(bare, reader);
  if (new RegExp(`^${DATE}${TIME}$`, 'iu').test(bare)) return endOf(bare, reader);
  throw new Refused({ kind: 'until-unreadable', said });
}

function after(length: string, { now }: Reader): string {
  let ms = 0;
  for (const [, count, unit] of length.toLowerCase().matchAll(/(\d+)\s*([a-z]+)/gu)) {
    const [, size] = UNITS.find(([begins]) => begins.test(unit ?? '')) ?? [null, 0];
    ms += Number(count) * size;
  }
  return new Date(Date.parse(now) + ms).toISOString();
}

/** A day without a time lasts until its last minute in the reader's own zone. */
function endOf(said: string, reader: Reader): string {
  const time = /(\d{1,2}):(\d{2})$/u.exec(said);
  const [hour, minute] = time === null ? [23, 59] : [Number(time[1]), Number(time[2])];
  const day = dayOf(said, reader);
  const instant = day === null ? null : instantOf({ ...day, hour, minute }, reader.timeZone);
  if (instant === null) throw new Refused({ kind: 'until-unreadable', said });
  return instant;
}

function dayOf(said: string, { locale }: Reader): Pick<WallTime, 'year' | 'month' | 'day'> | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/u.exec(said);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const [, first, second, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})/u.exec(said) ?? [];
  if (year === undefined) return null;
  // With dots it is the day first wherever it is written; with slashes the reader's own order decides.
  const isMonthFirst = !said.includes('.') && writesMonthFirst(locale);
  const [day, month] = isMonthFirst ? [second, first] : [first, second];
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function writesMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { calendar: 'gregory' }).formatToParts(0).map(({ type }) => type);
  return parts.indexOf('month') < parts.indexOf('day');
}
