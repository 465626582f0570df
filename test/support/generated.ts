// Parts of documents that are written from the code's own tables. UPDATE_DOCS=1 writes them; otherwise they must be as written.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/** Compares, or with UPDATE_DOCS=1 replaces, what stands between `<!-- name -->` and `<!-- /name -->`. */
export function generated(file: string, name: string, text: string): void {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  assert.ok(from >= 0 && to > from, `${file} has a place for "${name}"`);
  const after = `${before.slice(0, from + start.length)}\n${text.trim()}\n\n${before.slice(to)}`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, after);
  else assert.equal(before, after, `${file} is not as its tables are; write it with UPDATE_DOCS=1`);
}

/** A Markdown table; pipes in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
