// Whether a backup is whole and its record sound, told from the file alone.
import { type ChainHead, type ChainRow, EMPTY_CHAIN, type Filing, verify } from '../../audit/chain.js';
import { readBackup } from './backup-file.js';
import { Adder, differing, type Head } from './pieces.js';
import type { Arrived } from './write-store.js';

/** @throws Error with a sentence where something is missing or was changed */
export async function checkBackup(file: string): Promise<Arrived> {
  const adder = new Adder();
  let head: Head | null = null;
  let wanted: Arrived['sums'] | null = null;
  let chain: ChainHead = EMPTY_CHAIN;
  for await (const piece of readBackup(file)) {
    if (piece.kind === 'head') head = piece.head;
    else if (piece.kind === 'end') wanted = piece.end.sums;
    else {
      adder.add(piece.rows);
      if (piece.rows.table === 'guard.record') chain = followed(piece.rows.rows, chain);
    }
  }
  if (head === null || wanted === null) throw new Error(`${file} is not a whole backup: it stops before its end.`);
  const table = differing(wanted, adder.sums());
  if (table !== null) throw new Error(`${file} was changed: ${table} is not as it was.`);
  return { head, sums: wanted, entries: chain.seq };
}

/** As the table has it. */
interface RecordRow extends Omit<ChainRow, 'filed'>, Omit<Filing, 'requestId'> {
  readonly request_id: string | null;
}

function followed(rows: readonly string[], from: ChainHead): ChainHead {
  const chain = rows.map((row): ChainRow => {
    const { seq, body, prev, hash, at, event, request_id, mailbox } = JSON.parse(row) as RecordRow;
    return { seq, body, prev, hash, filed: { at, event, requestId: request_id, mailbox } };
  });
  const found = verify(chain, from);
  if (!found.sound) throw new Error(`The record is not sound: entry ${found.badSeq}, ${found.why}.`);
  return found.head;
}
