// Wall times: every zone, with the hours that clocks skip and those that they show twice.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { instantOf, typedTime, type WallTime } from '../../bot/wall-time.js';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Northern, southern, by half an hour, by two hours, at midnight, by quarters, and without a change. */
const ZONES = [
  'Europe/Berlin',
  'Europe/Oslo',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Antarctica/Troll',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Atlantic/Azores',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'UTC',
];

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the wall shows, written by the platform and not by the code under test. */
function shownAt(instant: number, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock.format(instant);
}

const two = (part: number): string => String(part).padStart(2, '0');
const written = ({ year, month, day, hour, minute }: WallTime): string =>
  `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;

/** By trying all offsets there are. */
function instantsShowing(wall: WallTime, timeZone: string): readonly number[] {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const tried = Array.from({ length: 4 * 30 + 1 }, (_, n) => asUtc + (n - 60) * QUARTER_MS);
  return tried.filter((instant) => shownAt(instant, timeZone) === written(wall));
}

function wallOf(text: string): WallTime {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[- :]/u).map(Number);
  return { year, month, day, hour, minute };
}

/** How far the wall is ahead of UTC, in milliseconds. */
function ahead(instant: number, timeZone: string): number {
  return Date.parse(`${shownAt(instant, timeZone).replace(' ', 'T')}Z`) - instant;
}

/** Hours of two years in which a zone's clocks change. */
function changesOf(timeZone: string): readonly number[] {
  const changesWithin = (at: number, ms: number): boolean => ahead(at, timeZone) !== ahead(at + ms, timeZone);
  const days = Array.from({ length: 2 * 366 }, (_, n) => Date.UTC(2026, 0, 1) + n * 24 * HOUR_MS);
  return days
    .filter((day) => changesWithin(day, 24 * HOUR_MS))
    .flatMap((day) => Array.from({ length: 24 }, (_, n) => day + n * HOUR_MS))
    .filter((hour) => changesWithin(hour, HOUR_MS));
}

/** Wall times from three hours before a change to three hours after it. */
function wallsAround(change: number, timeZone: string): readonly WallTime[] {
  const middle = change + ahead(change, timeZone);
  return Array.from({ length: 25 }, (_, n) => wallOf(shownAt(middle + (n - 12) * QUARTER_MS, 'UTC')));
}

/** How many instants show this wall time near a change; the first is found, or the one that is as late after the change. */
function check(wall: WallTime, change: number, timeZone: string): number {
  const showing = instantsShowing(wall, timeZone);
  const before = Date.parse(`${written(wall).replace(' ', 'T')}Z`) - ahead(change, timeZone);
  assert.equal(Date.parse(instantOf(wall, timeZone) ?? ''), showing[0] ?? before, `${written(wall)} ${timeZone}`);
  return showing.length;
}

describe('instantOf', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['2027-01-31 18:00', 'Europe/Berlin', '2027-01-31T17:00:00.000Z'],
    ['2027-07-31 18:00', 'Europe/Berlin', '2027-07-31T16:00:00.000Z'],
    ['2027-01-31 18:00', 'America/Los_Angeles', '2027-02-01T02:00:00.000Z'],
    ['2027-01-31 00:00', 'Asia/Kathmandu', '2027-01-30T18:15:00.000Z'],
    // Skipped: as long after the change as it was written, east and west of Greenwich.
    ['2027-03-28 02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
    ['2027-03-14 02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'],
    // Shown twice: the first of them.
    ['2027-10-31 02:30', 'Europe/Berlin', '2027-10-31T00:30:00.000Z'],
    ['2027-11-07 01:30', 'America/New_York', '2027-11-07T05:30:00.000Z'],
    ['2028-02-29 12:00', 'UTC', '2028-02-29T12:00:00.000Z'],
  ];
  for (const [wall, zone, expected] of cases) {
    it(`${wall} in ${zone} is ${expected}`, () => assert.equal(instantOf(wallOf(wall), zone), expected));
  }

  for (const wall of [
    '2027-02-29 12:00',
    '2027-13-01 12:00',
    '2027-00-10 12:00',
    '2027-04-31 00:00',
    '2027-01-31 24:00',
  ]) {
    it(`there is no ${wall}`, () => assert.equal(instantOf(wallOf(wall), 'Europe/Berlin'), null));
  }
  it('there is no minute 60, and no year that is written with fewer than four figures', () => {
    assert.equal(instantOf({ year: 2027, month: 1, day: 1, hour: 1, minute: 60 }, 'UTC'), null);
    assert.equal(instantOf({ year: 27, month: 1, day: 1, hour: 1, minute: 0 }, 'UTC'), null);
  });

  it('finds the first instant that shows it, wherever one does', () => {
    const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const anyMinute = fc.integer({ min: Date.UTC(2026, 0, 1) / MINUTE_MS, max: Date.UTC(2037, 0, 1) / MINUTE_MS });
    fc.assert(
      fc.property(anyZone, anyMinute, (zone, minute) => {
        const wall = wallOf(shownAt(minute * MINUTE_MS, zone));
        const [first] = instantsShowing(wall, zone);
        assert.equal(instantOf(wall, zone), new Date(first ?? Number.NaN).toISOString());
      }),
      { numRuns: 300 },
    );
  });

  it('around every change of clocks, is the first of two, and as long after the change where none shows it', () => {
    const times = ZONES.flatMap((zone) =>
      changesOf(zone).flatMap((change) => wallsAround(change, zone).map((wall) => check(wall, change, zone))),
    );
    assert.ok(times.filter((count) => count === 0).length > 50, 'skipped');
    assert.ok(times.filter((count) => count === 2).length > 50, 'twice');
  });
});

describe('typedTime', () => {
  it('is the wall time of the reader, and never earlier than the instant', () => {
    assert.equal(typedTime('2027-01-31T22:59:00.000Z', 'Europe/Berlin'), '2027-01-31 23:59');
    assert.equal(typedTime('2027-02-01T07:59:00.000Z', 'America/Los_Angeles'), '2027-01-31 23:59');
    assert.equal(typedTime('2027-01-31T22:58:00.001Z', 'Europe/Berlin'), '2027-01-31 23:59');
  });

  it('leads back to the same instant, but for an hour that is shown twice', () => {
    const anyMinute = fc.integer({ min: Date.UTC(2026, 0, 1) / MINUTE_MS, max: Date.UTC(2037, 0, 1) / MINUTE_MS });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyMinute, (zone, minute) => {
        const iso = new Date(minute * MINUTE_MS).toISOString();
        const wall = wallOf(typedTime(iso, zone));
        assert.ok(instantsShowing(wall, zone).includes(Date.parse(instantOf(wall, zone) ?? '')));
        if (instantsShowing(wall, zone).length === 1) assert.equal(instantOf(wall, zone), iso);
      }),
    );
  });
});
