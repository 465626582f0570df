// Keeps a card with many lines under the size that Teams takes: lines that are too long together are cut alike.
import type { UseLine } from './impact.js';
import { plain } from './plain.js';

/** What one line costs beside its text, as JSON of the card. */
const LINE_BYTES = 205;
const LEAST_BYTES = 24;

/** The lines, cut where they would take more than so many bytes; as they are where they fit. */
export function fitLines(lines: readonly (readonly UseLine[])[], room: number): readonly (readonly UseLine[])[] {
  const all = lines.flat();
  const left = room - all.length * LINE_BYTES;
  const sizes = all.map(({ text }) => Buffer.byteLength(JSON.stringify(text)));
  if (sizes.reduce((sum, size) => sum + size, 0) <= left) return lines;
  const most = Math.max(LEAST_BYTES, longestThatFits(sizes, left));
  return lines.map((ofItem) => ofItem.map((line) => ({ ...line, text: cut(line.text, most) })));
}

/** Short lines stay whole, so that the long ones share what those leave. */
function longestThatFits(sizes: readonly number[], room: number): number {
  let left = room;
  const ascending = [...sizes].sort((one, other) => one - other);
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (size > share) return share;
    left -= size;
  }
  return ascending.at(-1) ?? 0;
}

/** Escapes count too: quotes and backslashes take two bytes as JSON. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(JSON.stringify(text)) <= bytes) return text;
  const escapes = Buffer.byteLength(JSON.stringify(text)) - Buffer.byteLength(text);
  return plain(text, bytes, Math.max(LEAST_BYTES / 2, bytes - Math.min(escapes, bytes / 2)));
}
