// Backups that somebody or something has been at.
import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Lines of a backup, and a backup of lines. */
const unpacked = (whole: Buffer): readonly string[] => gunzipSync(whole).toString('utf8').split('\n').slice(0, -1);
const packed = (lines: readonly string[]): Buffer => gzipSync(`${lines.join('\n')}\n`);

function changed(lines: readonly string[], n: number, from: string | RegExp, to: string): Buffer {
  const line = lines[n] ?? '';
  assert.notEqual(line.replace(from, to), line);
  return packed(lines.with(n, line.replace(from, to)));
}

type Bad = readonly (readonly [string, Buffer])[];

/** What somebody or something has been at. */
export function spoilt(whole: Buffer): Bad {
  const lines = unpacked(whole);
  const about = (table: string): number => lines.findIndex((line) => line.startsWith(`${table}\t`));
  const job = about('guard_jobs.job');
  return [
    ['half of the file', whole.subarray(0, whole.length / 2)],
    ['all but its last byte', whole.subarray(0, -1)],
    ['nothing', Buffer.alloc(0)],
    ['not compressed', gunzipSync(whole)],
    ['another file', gzipSync('{"a":1}\n')],
    ['the end is missing', packed(lines.slice(0, -1))],
    ['the beginning is missing', packed(lines.slice(1))],
    ['something follows the end', packed([...lines, lines[job] ?? ''])],
    ['a row is missing', packed(lines.toSpliced(about('guard.places'), 1))],
    ['a row is there twice', packed(lines.toSpliced(job, 0, lines[job] ?? ''))],
    ['a row says something else', changed(lines, about('guard.exemptions'), '2026', '2027')],
    ['an entry says something else', changed(lines, about('guard.record'), 'requester', 'somebody')],
    ['a row is of another table', changed(lines, about('guard.welcomes'), 'guard.welcomes', 'pg_catalog.pg_authid')],
  ];
}

/** What is whole, and of other versions. */
export function foreign(whole: Buffer): Bad {
  const lines = unpacked(whole);
  return [
    ['a newer version wrote it', changed(lines, 0, /"tables":\d+/u, '"tables":999')],
    ['its job queue is another', changed(lines, 0, /"jobs":\d+/u, '"jobs":1')],
  ];
}
