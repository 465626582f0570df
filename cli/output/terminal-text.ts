// Makes text from outside safe for a terminal and puts it into columns: nothing in a name may move the cursor or hide a line.

/** Controls (escape sequences begin with one), format characters such as bidi overrides, lone surrogates; joiners stay. */
const UNSAFE = /[\p{Cc}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;
/** Characters that take two columns. */
const WIDE =
  /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const LONGEST = 60;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line of visible text. */
export function terminalText(text: string): string {
  return text
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(UNSAFE, '')
    .trim();
}

function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

function cut(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(kept + segment) > most - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Rows under their headings, columns two spaces apart; cells are made safe and cut at 60 columns. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows.map((row) => row.map((cell) => cut(terminalText(cell), LONGEST)))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
