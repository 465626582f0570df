// The hash chain of the record: every entry seals the one before it, so that no past entry can change unseen.
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import type { RecordEntry } from './entry.js';

/** What the first entry seals. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** Keeps these hashes apart from any others; its number changes when the way of hashing does. */
const DOMAIN = 'mailbox-guard.record.1\n';

/** Version of the body's fields. */
const BODY_VERSION = 1;

/** An entry as it is kept. */
export interface ChainRow {
  readonly seq: number;
  /** Canonical JSON of the entry with its number. */
  readonly body: string;
  /** Hash of the entry before it, or {@link NOTHING_BEFORE}. */
  readonly prev: string;
  /** Lower-case hexadecimal. */
  readonly hash: string;
  /** What the store finds the entry by; absent in an export. */
  readonly filed?: Filing;
}

/** Columns that repeat what the body says. */
export type Filing = Pick<RecordEntry, 'at' | 'event' | 'requestId' | 'mailbox'>;

/** How far a chain goes. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: NOTHING_BEFORE };

/** The next row of a chain. */
export function link(head: ChainHead, entry: RecordEntry): ChainRow {
  const seq = head.seq + 1;
  const { event, at, actor, requestId, mailbox, microsoftRequestId, correlationId, detail } = entry;
  const body = canonicalJson({
    v: BODY_VERSION,
    seq,
    event,
    at,
    actor: { ...actor },
    requestId,
    mailbox,
    microsoftRequestId,
    correlationId,
    detail,
  });
  return { seq, body, prev: head.hash, hash: hashOf(head.hash, body) };
}

/** The entry that a body holds. */
export function entryOf(body: string): RecordEntry {
  const { v: _, seq: __, ...entry } = JSON.parse(body) as RecordEntry & { readonly v: number; readonly seq: number };
  return entry;
}

export type Verification =
  | { readonly sound: true; readonly head: ChainHead }
  /** `badSeq` is the first number whose entry is not what it was, or is missing. */
  | { readonly sound: false; readonly badSeq: number; readonly why: string };

/**
 * Checks rows in the order of their numbers. A long record is checked page by page: pass the head of the last page on.
 * What is missing at the end cannot be seen here.
 */
export function verify(rows: Iterable<ChainRow>, from: ChainHead = EMPTY_CHAIN): Verification {
  let head = from;
  for (const row of rows) {
    const why = faultOf(row, head);
    if (why !== null) return { sound: false, badSeq: head.seq + 1, why };
    head = { seq: row.seq, hash: row.hash };
  }
  return { sound: true, head };
}

function faultOf(row: ChainRow, head: ChainHead): string | null {
  if (row.seq !== head.seq + 1) return `number ${head.seq + 1} is missing; ${row.seq} follows ${head.seq}`;
  if (row.prev !== head.hash) return 'it does not seal the entry before it';
  if (row.hash !== hashOf(row.prev, row.body)) return 'its hash does not fit its content';
  return contentFault(row);
}

function contentFault({ body, seq, filed }: ChainRow): string | null {
  let content: Partial<RecordEntry> & { readonly seq?: number };
  try {
    content = JSON.parse(body) as typeof content;
  } catch {
    return 'its content cannot be read';
  }
  if (content.seq !== seq) return 'its content carries another number';
  if (filed === undefined) return null;
  const same = (['at', 'event', 'requestId', 'mailbox'] as const).every((name) => content[name] === filed[name]);
  return same ? null : 'it is filed under something else than its content says';
}

function hashOf(prev: string, body: string): string {
  return createHash('sha256').update(DOMAIN).update(prev).update(body, 'utf8').digest('hex');
}
