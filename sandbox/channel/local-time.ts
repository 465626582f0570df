// A moment as the Teams client writes it for the person's own time zone.

/** ISO 8601 with the zone's offset instead of Z, such as `2026-11-22T14:03:05.120+01:00`. */
export function localTimestamp(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const zone = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const offset = zone === 'GMT' ? '+00:00' : zone.slice('GMT'.length);
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const shift = (hours * 60 + minutes) * (offset.startsWith('-') ? -60_000 : 60_000);
  return new Date(at.getTime() + shift).toISOString().replace('Z', offset);
}
