// Durations as people type them: 2h, 30 min, 3 days.

const UNITS: readonly (readonly [pattern: RegExp, ms: number])[] = [
  [/^(s|secs?|seconds?)$/, 1_000],
  [/^(m|mins?|minutes?)$/, 60_000],
  [/^(h|hours?)$/, 3_600_000],
  [/^(d|days?)$/, 86_400_000],
  [/^(w|weeks?)$/, 604_800_000],
];

/** Milliseconds, or undefined when the text is no duration. */
export function readDuration(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  const unit = UNITS.find(([pattern]) => pattern.test((parts?.[2] ?? '').toLowerCase()));
  return parts === null || unit === undefined ? undefined : Number(parts[1]) * unit[1];
}
