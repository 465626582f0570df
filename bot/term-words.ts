// Reads until when, as people write it: "for 2h", "for 3 days", "until 2027-01-31", "until 31.1.2027 18:00".
import { Refused } from '../src/failure.js';
import type { Reader } from './views/view.js';
import { instantOf, type WallTime } from './wall-time.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds of each unit, by the shortest beginning that means no other. A month is thirty days, a year 365. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^mo/u, 30 * DAY_MS],
  [/^m/u, MINUTE_MS],
  [/^h/u, HOUR_MS],
  [/^d/u, DAY_MS],
  [/^w/u, 7 * DAY_MS],
  [/^y/u, 365 * DAY_MS],
];
const PART = '\\d{1,4}\\s*(?:minutes?|mins?|months?|mo|m|hours?|hrs?|h|days?|d|weeks?|w|years?|y)';
const LENGTH = `${PART}(?:\\s*(?:and\\s+|,\\s*)?${PART})*(?![\\p{L}\\d])`;
const DATE = '(?:\\d{4}(?<a>[./-])\\d{1,2}\\k<a>\\d{1,2}|\\d{1,2}(?<b>[./-])\\d{1,2}\\k<b>\\d{4})';
/** Seconds may be written and do not count. */
const TIME = '(?:(?:\\s+at|,)?\\s+(?:\\d{1,2}[:.]\\d{2}(?::\\d{2})?(?:\\s*[ap]m)?|\\d{1,2}\\s*[ap]m))?';
const END = '(?=$|\\s|[,;:.!](?!\\d))';
/** Each with what was said of the end as its first group. */
const FOR = new RegExp(`(?:^|\\s)for\\s+(?<said>${LENGTH})${END}`, 'iu');
const UNTIL = new RegExp(`(?:^|\\s)(?:until|till)\\s+(?<said>${DATE}${TIME})${END}`, 'iu');
/** The line begins with an end that is meant to be one. */
const BEGUN = /^(?:until|till)\s+(\S+)/iu;
const WHOLE_LENGTH = new RegExp(`^${LENGTH}$`, 'iu');
const WHOLE_DATE = new RegExp(`^${DATE}${TIME}$`, 'iu');

export interface TermSaid {
  /** ISO 8601, UTC; null when nothing was said of it. */
  readonly until: string | null;
  /** The words without it. */
  readonly rest: string;
}

/**
 * Takes the end out of a line; what is left is the reason. What stands at the beginning is meant; else an "until", because
 * reasons tell for how long things have been; else a "for" with a length.
 * @throws Refused until-unreadable when the line begins with an "until" that cannot be read, or names no day there is
 */
export function takeTerm(words: string, reader: Reader): TermSaid {
  const [forWords, untilWords] = [FOR.exec(words), UNTIL.exec(words)];
  const match = forWords?.index === 0 ? forWords : (untilWords ?? forWords);
  const begun = BEGUN.exec(words);
  if (begun !== null && match?.index !== 0) throw new Refused({ kind: 'until-unreadable', said: begun[1] ?? '' });
  if (match === null) return { until: null, rest: words };
  const said = match.groups?.['said'] ?? '';
  return { until: endOf(said, reader), rest: without(words, match.index, match[0].length) };
}

/**
 * The end that was written into a field of its own, with or without "for" and "until"; null when it is empty.
 * @throws Refused until-unreadable
 */
export function readTerm(field: string, reader: Reader): string | null {
  const said = field.replace(/\s+/gu, ' ').trim();
  if (said === '') return null;
  return endOf(said.replace(/^(?:for|until|till)\s+/iu, ''), reader);
}

function endOf(said: string, reader: Reader): string {
  const until = WHOLE_LENGTH.test(said) ? after(said, reader) : momentOf(said, reader);
  if (until === null) throw new Refused({ kind: 'until-unreadable', said });
  return until;
}

/** What stood around it grows together, without the comma that set it apart. */
function without(words: string, index: number, length: number): string {
  const before = words.slice(0, index).trimEnd();
  const after = words.slice(index + length).trimStart();
  if (after === '') return before.replace(/[,;:]+$/u, '');
  if (before === '' || /[,;:.!]$/u.test(before)) return `${before} ${after.replace(/^[,;:.!]+\s*/u, '')}`.trim();
  return /^[,;:.!]/u.test(after) ? before + after : `${before} ${after}`;
}

/** Null for one that no calendar reaches. */
function after(length: string, { now }: Reader): string | null {
  let end = Date.parse(now);
  for (const [, count, unit] of length.toLowerCase().matchAll(/(\d+)\s*([a-z]+)/gu)) {
    const [, size] = UNITS.find(([begins]) => begins.test(unit ?? '')) ?? [null, 0];
    end += Number(count) * size;
  }
  const date = new Date(end);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A day without a time lasts until its last minute in the reader's own zone. */
function momentOf(said: string, reader: Reader): string | null {
  if (!WHOLE_DATE.test(said)) return null;
  const time = timeOf(said);
  const days = daysOf(said, reader);
  if (time === null) return null;
  const instants = days.map((day) => instantOf({ ...day, ...time }, reader.timeZone)).filter((one) => one !== null);
  // Two ways of reading it are none.
  return instants.length === 1 ? (instants[0] ?? null) : null;
}

function timeOf(said: string): Pick<WallTime, 'hour' | 'minute'> | null {
  const found = /\s(\d{1,2})(?:[:.](\d{2})(?::\d{2})?)?(?:\s*([ap])m)?$/iu.exec(said);
  if (found === null) return { hour: 23, minute: 59 };
  const [hour, minute, half] = [Number(found[1]), Number(found[2] ?? 0), found[3]?.toLowerCase()];
  if (half === undefined) return { hour, minute };
  if (hour < 1 || hour > 12) return null;
  return { hour: (hour % 12) + (half === 'p' ? 12 : 0), minute };
}

type Day = Pick<WallTime, 'year' | 'month' | 'day'>;

/** The days that may be meant, where there are such days: one, but for an order that the reader's language does not settle. */
function daysOf(said: string, { locale }: Reader): readonly Day[] {
  const [, first = '', separator, second = '', third = ''] =
    /^(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})/u.exec(said) ?? [];
  if (first.length === 4) return [dayFrom(first, second, third)];
  const dayFirst = dayFrom(third, second, first);
  // With dots it is the day first wherever that is written.
  if (separator === '.') return [dayFirst];
  const monthFirst = dayFrom(third, first, second);
  const usual = { day: dayFirst, month: monthFirst, year: null }[beginsWith(locale)];
  const real = [dayFirst, monthFirst].filter(({ month }) => month >= 1 && month <= 12);
  if (usual !== null && real.includes(usual)) return [usual];
  return dayFirst.month === dayFirst.day ? [dayFirst] : real;
}

function dayFrom(year: string, month: string, day: string): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** What dates in figures begin with in a language. One that puts the year first says nothing of dates that end with it. */
function beginsWith(locale: string): 'day' | 'month' | 'year' {
  const figures = { calendar: 'gregory', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const [first] = new Intl.DateTimeFormat(locale, figures)
    .formatToParts(0)
    .map(({ type }) => type)
    .filter((type) => type === 'day' || type === 'month' || type === 'year');
  return first === 'day' || first === 'month' ? first : 'year';
}
