// A store as one file: JSON Lines, compressed; for its owner's eyes only, there whole or not at all.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { linesOf } from '../../lines.js';
import { type End, type Head, type Piece, SCHEMA, type Whole } from './pieces.js';

/** @throws Error with a sentence where the file is there already: a backup is not overwritten */
export async function writeBackup(path: string, pieces: AsyncIterable<Piece>): Promise<Whole> {
  const unfinished = `${path}.part`;
  await reserve(path);
  try {
    const file = createWriteStream(unfinished, { mode: 0o600, flush: true });
    const told: { head?: Head; sums?: End['sums'] } = {};
    await pipeline(Readable.from(textOf(pieces, told)), createGzip(), file);
    const { head, sums } = told;
    if (head === undefined || sums === undefined) throw new Error('The store could not be read to its end.');
    await rename(unfinished, path);
    return { head, sums };
  } catch (error) {
    await Promise.all([rm(unfinished, { force: true }), rm(path, { force: true })]);
    throw error;
  }
}

async function reserve(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(`${path} is there already; a backup is not overwritten. Name another file.`, { cause: error });
  }
}

async function* textOf(
  pieces: AsyncIterable<Piece>,
  told: { head?: Head; sums?: End['sums'] },
): AsyncGenerator<string> {
  for await (const piece of pieces) {
    if (piece.kind === 'head') {
      told.head = piece.head;
      yield `${JSON.stringify(piece.head)}\n`;
    } else if (piece.kind === 'end') {
      told.sums = piece.end.sums;
      yield `${JSON.stringify(piece.end)}\n`;
    } else yield piece.rows.rows.map((row) => `${piece.rows.table}\t${row}\n`).join('');
  }
}

/** @throws Error with a sentence where the file is no whole backup; of the system where it cannot be read */
export async function* readBackup(path: string): AsyncGenerator<Piece> {
  const input = createReadStream(path);
  const text = createGunzip().setEncoding('utf8');
  input.on('error', (error) => text.destroy(error)).pipe(text);
  try {
    yield* piecesIn(linesOf(text as AsyncIterable<string>));
  } catch (error) {
    // zlib's own: cut short, changed, or something else altogether.
    if (!/^Z_/u.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new Error(`${path} is not a whole backup: ${(error as Error).message}.`, { cause: error });
  } finally {
    input.destroy();
  }
}

/** Rows that are handed on at a time. */
const PAGE = 500;
const ROW = /^(?<table>[a-z_]+\.[a-z_]+)\t(?<row>\{.*\})$/su;

async function* piecesIn(lines: AsyncIterable<string>): AsyncGenerator<Piece> {
  let table = '';
  let rows: string[] = [];
  for await (const line of lines) {
    const { table: of = '', row } = ROW.exec(line)?.groups ?? {};
    if (rows.length > 0 && (of !== table || rows.length === PAGE)) {
      yield { kind: 'rows', rows: { table, rows } };
      rows = [];
    }
    table = of;
    if (row === undefined) yield ownLine(line);
    else rows.push(row);
  }
  if (rows.length > 0) yield { kind: 'rows', rows: { table, rows } };
}

function ownLine(line: string): Piece {
  try {
    const said = JSON.parse(line) as Partial<Head & End>;
    if (said.schema === SCHEMA) return { kind: 'head', head: said as Head };
    if (said.sums !== undefined && said.counters !== undefined) return { kind: 'end', end: said as End };
  } catch {
    // Said below.
  }
  throw new Error('This is no backup of Mailbox Guard, or a changed one.');
}
