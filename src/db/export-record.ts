// Writes the whole record and its checkpoints to files: for auditors, for archives, and for `audit:verify`.
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointLine } from '../audit/checkpoint.js';
import { CSV_HEADER, csvLine } from '../audit/csv.js';
import { eventLine, eventOf, type Origin } from '../audit/event.js';
import type { AuditBook } from '../audit/ports.js';

/** What is written out, wherever it is read from. */
interface Exported extends Pick<AuditBook, 'chain'> {
  readonly checkpoints: Pick<AuditBook['checkpoints'], 'after'>;
}

const PAGE = 1_000;

export const EXPORT_FILES = { record: 'record.jsonl', csv: 'record.csv', checkpoints: 'checkpoints.jsonl' } as const;

/**
 * Writes three files into a folder that is there; each appears whole or not at all.
 * @returns how many entries and checkpoints were written
 * @throws Error EEXIST where one of the files is there already: an archive is not overwritten
 */
export async function exportRecord(
  book: Exported,
  origin: Origin,
  folder: string,
): Promise<{ readonly entries: number; readonly checkpoints: number }> {
  const { seq } = await book.chain.head();
  // Checkpoints first: none may seal more than the entries that are written.
  const checkpoints = await write(join(folder, EXPORT_FILES.checkpoints), checkpointPages(book, seq));
  const entries = await write(
    join(folder, EXPORT_FILES.record),
    rowPages(book, seq, (row) => `${eventLine(eventOf(row, origin))}\n`),
  );
  await write(
    join(folder, EXPORT_FILES.csv),
    rowPages(book, seq, (row) => csvLine(eventOf(row, origin)), CSV_HEADER),
  );
  return { entries, checkpoints };
}

type Row = Awaited<ReturnType<AuditBook['chain']['rows']>>[number];
interface Page {
  readonly text: string;
  readonly count: number;
}

async function* rowPages(
  { chain }: Pick<Exported, 'chain'>,
  upTo: number,
  lineOf: (row: Row) => string,
  header = '',
): AsyncGenerator<Page> {
  yield { text: header, count: 0 };
  for (let after = 0; after < upTo; ) {
    const rows = await chain.rows(after, Math.min(PAGE, upTo - after));
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { text: rows.map(lineOf).join(''), count: rows.length };
    after = last.seq;
  }
}

async function* checkpointPages({ checkpoints }: Pick<Exported, 'checkpoints'>, upTo: number): AsyncGenerator<Page> {
  for (let after = 0; ; ) {
    const found = await checkpoints.after(after, upTo, PAGE);
    const last = found.at(-1);
    if (last === undefined) return;
    yield { text: found.map((one) => `${checkpointLine(one)}\n`).join(''), count: found.length };
    after = last.size;
  }
}

/** Only its owner may read it: the record names people. */
async function write(path: string, pages: AsyncIterable<Page>): Promise<number> {
  const unfinished = `${path}.part`;
  await (await open(path, 'wx', 0o600)).close();
  try {
    const file = await open(unfinished, 'w', 0o600);
    let count = 0;
    try {
      for await (const page of pages) {
        await file.writeFile(page.text);
        count += page.count;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    return count;
  } catch (error) {
    await Promise.all([rm(unfinished, { force: true }), rm(path, { force: true })]);
    throw error;
  }
}
