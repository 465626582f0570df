// Takes a checkpoint when one is due: reads what was added since the last one, proves it sound, signs, keeps and tells it.
import { type ChainHead, EMPTY_CHAIN, verify } from './chain.js';
import { type Checkpoint, hashOfCheckpoint, makeCheckpoint, NO_CHECKPOINT, type Signer } from './checkpoint.js';
import type { Origin } from './event.js';
import type { AuditBook } from './ports.js';

/** So many entries are sealed at once; fewer wait. */
export const ENTRIES = 100;
/** Milliseconds that an entry may wait to be sealed. */
export const WAIT_MS = 5 * 60_000;
const PAGE = 1_000;

export interface CheckpointDoors {
  readonly book: Pick<AuditBook, 'chain' | 'checkpoints'>;
  readonly origin: Origin;
  readonly signer: Signer;
  /** ISO 8601, UTC, with milliseconds. */
  now(): string;
  /** Lets the checkpoint leave the store; called once it is kept. */
  tell(checkpoint: Checkpoint): void;
}

/** The record does not fit its own last checkpoint or is no chain: nothing more is signed until a person has looked. */
export class RecordDamaged extends Error {
  readonly badSeq: number;
  constructor(badSeq: number, why: string) {
    super(`The record was changed at entry ${badSeq}: ${why}. No checkpoint is signed over it.`);
    this.name = 'RecordDamaged';
    this.badSeq = badSeq;
  }
}

/**
 * One checkpoint, if one is due. `always` seals whatever is not sealed yet, as at a graceful stop.
 * @returns the checkpoint, or null when none was due or another instance took it
 * @throws RecordDamaged
 */
export async function takeCheckpoint(doors: CheckpointDoors, always = false): Promise<Checkpoint | null> {
  const { chain, checkpoints } = doors.book;
  const last = await checkpoints.newest();
  const head = await chain.head();
  const from = last === null ? EMPTY_CHAIN : { seq: last.size, hash: last.head };
  if (head.seq < from.seq) throw new RecordDamaged(head.seq + 1, 'entries that a checkpoint seals are missing');
  if (head.seq === from.seq) {
    if (head.hash !== from.hash) throw new RecordDamaged(from.seq, 'it is not the one that a checkpoint seals');
    return null;
  }
  if (!always && !isDue(head.seq - from.seq, last, doors.now())) return null;
  const proven = await proveSound(doors, from, head.seq);
  const { origin, signer } = doors;
  const previous = last === null ? NO_CHECKPOINT : hashOfCheckpoint(last);
  const said = { origin, size: proven.seq, head: proven.hash, at: doors.now(), previous };
  const checkpoint = makeCheckpoint(said, signer);
  if (!(await checkpoints.add(checkpoint))) return null;
  doors.tell(checkpoint);
  return checkpoint;
}

function isDue(unsealed: number, last: Checkpoint | null, now: string): boolean {
  if (unsealed >= ENTRIES || last === null) return true;
  // A clock that was set back must not stop the sealing.
  return Math.abs(Date.parse(now) - Date.parse(last.at)) >= WAIT_MS;
}

async function proveSound({ book }: CheckpointDoors, from: ChainHead, upTo: number): Promise<ChainHead> {
  let head = from;
  while (head.seq < upTo) {
    const rows = await book.chain.rows(head.seq, Math.min(PAGE, upTo - head.seq));
    if (rows.length === 0) throw new RecordDamaged(head.seq + 1, 'it is missing');
    const result = verify(rows, head);
    if (!result.sound) throw new RecordDamaged(result.badSeq, result.why);
    head = result.head;
  }
  return head;
}
