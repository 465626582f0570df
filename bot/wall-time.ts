// What a clock on the wall shows in a time zone, as an instant, and back.

export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;

/**
 * ISO 8601, UTC; null for a time that no calendar has. Of an hour that clocks show twice it is the first: whatever ends
 * then ends sooner. In an hour that they skip it is as long after the change as was written.
 */
export function instantOf(wall: WallTime, timeZone: string): string | null {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  if (!isSame(wall, wallTimeIn(asUtc, 'UTC'))) return null;
  // No zone is a day away from UTC, and none changes its clocks twice within two days.
  const before = asUtc - offsetAt(asUtc - DAY_MS, timeZone);
  const after = asUtc - offsetAt(asUtc + DAY_MS, timeZone);
  const shown = [before, after].filter((instant) => isSame(wall, wallTimeIn(instant, timeZone)));
  return new Date(shown.length > 0 ? Math.min(...shown) : before).toISOString();
}

/** The wall time of an instant as a person may type it, such as `2027-01-31 18:00`; part of a minute counts as a whole one. */
export function typedTime(iso: string, timeZone: string): string {
  const { year, month, day, hour, minute } = wallTimeIn(Math.ceil(Date.parse(iso) / 60_000) * 60_000, timeZone);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

function isSame(one: WallTime, other: WallTime): boolean {
  return (['year', 'month', 'day', 'hour', 'minute'] as const).every((part) => one[part] === other[part]);
}

/** How far the zone is ahead of UTC at an instant, in milliseconds; whole minutes, as all zones of today are. */
function offsetAt(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute } = wallTimeIn(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000;
}

function wallTimeIn(instant: number, timeZone: string): WallTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}
