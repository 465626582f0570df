// Tells a sink what it has not heard yet, in order: at least once, never a gap, one instance at a time.
import type { ChainRow } from './chain.js';
import type { Checkpoint } from './checkpoint.js';
import { eventOf, type Origin } from './event.js';
import type { AuditBook, Told } from './ports.js';
import type { Message, Sink } from './sink.js';

/** Entries in one delivery. */
export const BATCH = 100;
/** Longer than a delivery may take, so that nobody else begins while one goes on. */
export const HOLD_MS = 60_000;

export interface ForwardDoors {
  readonly book: Pick<AuditBook, 'chain' | 'checkpoints' | 'sinks'>;
  readonly origin: Origin;
  readonly sink: Sink;
  /** This instance. */
  readonly holder: string;
}

/**
 * One delivery. Whatever the sink does not take comes again with the same `seq`.
 * @returns whether more may be waiting
 * @throws what the sink throws
 */
export async function forward({ book, origin, sink, holder }: ForwardDoors): Promise<'more' | 'idle'> {
  const told = await book.sinks.hold(sink.name, holder, HOLD_MS);
  if (told === null) return 'idle';
  const rows = await book.chain.rows(told.entry, BATCH);
  const entry = rows.at(-1)?.seq ?? told.entry;
  const checkpoints = await book.checkpoints.after(told.checkpoint, entry, BATCH);
  if (rows.length === 0 && checkpoints.length === 0) return 'idle';
  await sink.deliver(inOrder(rows, checkpoints, origin));
  const next: Told = { entry, checkpoint: checkpoints.at(-1)?.size ?? told.checkpoint };
  const kept = await book.sinks.advance(sink.name, holder, told, next);
  return kept && (rows.length === BATCH || checkpoints.length === BATCH) ? 'more' : 'idle';
}

/** A checkpoint follows the last entry that it seals. */
function inOrder(rows: readonly ChainRow[], checkpoints: readonly Checkpoint[], origin: Origin): readonly Message[] {
  const waiting = [...checkpoints];
  const messages: Message[] = [];
  for (const row of rows) {
    while ((waiting[0]?.size ?? row.seq) < row.seq) messages.push(...waiting.splice(0, 1));
    messages.push(eventOf(row, origin));
  }
  return [...messages, ...waiting];
}
