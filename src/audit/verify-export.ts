// Checks an export of the record against its signed checkpoints, without the store: what was changed, and where first.
import type { KeyObject } from 'node:crypto';
import { type ChainHead, EMPTY_CHAIN, verify } from './chain.js';
import { type Checkpoint, checkpointIn, hashOfCheckpoint, isSignedBy, NO_CHECKPOINT } from './checkpoint.js';
import { type Origin, rowIn } from './event.js';

export type Finding =
  | {
      readonly sound: true;
      readonly entries: number;
      readonly checkpoints: number;
      /** Entries after the last checkpoint: chained, but sealed by nobody yet. */
      readonly unsealed: number;
      /** What an auditor should know though it proves nothing wrong. */
      readonly notes: readonly string[];
    }
  /** The first bad or missing entry is one of `badSeq` to `upTo`; most often the two are the same. */
  | {
      readonly sound: false;
      readonly what: 'entry';
      readonly badSeq: number;
      readonly upTo: number;
      readonly why: string;
    }
  | { readonly sound: false; readonly what: 'checkpoint'; readonly line: number; readonly why: string };

type Lines = AsyncIterable<string> | Iterable<string>;

/** @param keys public keys by their names */
export async function verifyExport(
  entryLines: Lines,
  checkpointLines: Lines,
  keys: ReadonlyMap<string, KeyObject>,
): Promise<Finding> {
  const read = await readCheckpoints(checkpointLines, keys);
  if ('sound' in read) return read;
  const chain = await walk(entryLines, read.checkpoints);
  if ('sound' in chain) return chain;
  const { head } = chain;
  const beyond = read.checkpoints.find(({ size }) => size > head.seq);
  if (beyond !== undefined) {
    const why = `the export ends at ${head.seq}, and a checkpoint of ${beyond.at} seals ${beyond.size} entries`;
    return { sound: false, what: 'entry', badSeq: head.seq + 1, upTo: head.seq + 1, why };
  }
  const sealed = read.checkpoints.at(-1)?.size ?? 0;
  const { checkpoints, notes } = read;
  return { sound: true, entries: head.seq, checkpoints: checkpoints.length, unsealed: head.seq - sealed, notes };
}

interface Read {
  /** Shortest first, each once. */
  readonly checkpoints: readonly Checkpoint[];
  readonly notes: readonly string[];
}

async function readCheckpoints(lines: Lines, keys: ReadonlyMap<string, KeyObject>): Promise<Read | Finding> {
  const found = new Map<string, Checkpoint>();
  const places = new Map<string, Checkpoint>();
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const checkpoint = checkpointOf(text);
    if (checkpoint === null) continue;
    const hash = hashOfCheckpoint(checkpoint);
    const why = found.has(hash)
      ? signatureFault(checkpoint, keys)
      : (signatureFault(checkpoint, keys) ?? splitFrom(checkpoint, found, places));
    if (why !== null) return { sound: false, what: 'checkpoint', line, why };
    found.set(hash, checkpoint);
    for (const place of placesOf(checkpoint)) places.set(place, checkpoint);
  }
  const checkpoints = [...found.values()].sort((a, b) => a.size - b.size);
  return { checkpoints, notes: notesOn(checkpoints) };
}

function signatureFault(checkpoint: Checkpoint, keys: ReadonlyMap<string, KeyObject>): string | null {
  const key = keys.get(checkpoint.key);
  if (key === undefined) return 'it is signed with another key';
  return isSignedBy(checkpoint, key) ? null : 'its signature does not fit what it says';
}

/** A checkpoint by itself, or on a line of the bot's log; null for any other line of a log. */
function checkpointOf(text: string): Checkpoint | null {
  try {
    const value = JSON.parse(text) as { readonly checkpoint?: unknown } | null;
    return checkpointIn(value) ?? checkpointIn(value?.checkpoint);
  } catch {
    return null;
  }
}

/** What only one checkpoint of a record can have. */
function placesOf({ previous, size }: Checkpoint): readonly string[] {
  return [`after ${previous}`, `of ${size}`];
}

/** Two signed checkpoints that cannot both be true of one record. */
function splitFrom(
  one: Checkpoint,
  found: ReadonlyMap<string, Checkpoint>,
  places: ReadonlyMap<string, Checkpoint>,
): string | null {
  const [first] = found.values();
  if (first !== undefined && !sameOrigin(first.origin, one.origin))
    return 'it is of another record than those before it';
  const other = placesOf(one).flatMap((place) => places.get(place) ?? [])[0];
  if (other === undefined) return null;
  return `it contradicts the checkpoint of ${other.at}: the record went on in two ways, as after a restored backup`;
}

function sameOrigin(a: Origin, b: Origin): boolean {
  return a.tenant === b.tenant && a.store === b.store;
}

function notesOn(checkpoints: readonly Checkpoint[]): readonly string[] {
  if (checkpoints.length === 0)
    return ['There is no checkpoint: what was cut off the end, or written anew, is not seen.'];
  let previous = NO_CHECKPOINT;
  let gaps = 0;
  for (const checkpoint of checkpoints) {
    if (checkpoint.previous !== previous) gaps += 1;
    previous = hashOfCheckpoint(checkpoint);
  }
  return gaps === 0 ? [] : [`Some checkpoints are not among these (${gaps} gaps); those that are were checked.`];
}

/** Follows the chain and compares it with each checkpoint where that one was taken. */
async function walk(lines: Lines, checkpoints: readonly Checkpoint[]): Promise<{ readonly head: ChainHead } | Finding> {
  let head = EMPTY_CHAIN;
  let next = 0;
  let origin: Origin | null = checkpoints[0]?.origin ?? null;
  for await (const line of lines) {
    const found = rowIn(line);
    if (found === null) return bad(head, 'it is not spelled as the bot writes it');
    origin ??= found.origin;
    if (!sameOrigin(origin, found.origin)) return bad(head, 'it is of another record');
    const result = verify([found.row], head);
    if (!result.sound) return bad(head, result.why);
    head = result.head;
    const checkpoint = checkpoints[next];
    if (checkpoint?.size !== head.seq) continue;
    if (checkpoint.head !== head.hash) return restamped(checkpoints[next - 1], checkpoint);
    next += 1;
  }
  return { head };
}

function bad({ seq }: ChainHead, why: string): Finding {
  return { sound: false, what: 'entry', badSeq: seq + 1, upTo: seq + 1, why };
}

function restamped(before: Checkpoint | undefined, { size, at }: Checkpoint): Finding {
  const badSeq = (before?.size ?? 0) + 1;
  const why = `the chain was sealed anew: it is not the one that the checkpoint of ${at} seals`;
  return { sound: false, what: 'entry', badSeq, upTo: size, why };
}
