// An entry as it leaves the store: one stable JSON object for a log, a webhook, a SIEM and the export.
import { type CanonicalValue, canonicalJson } from './canonical.js';
import type { ChainRow } from './chain.js';
import type { RecordEntry } from './entry.js';

/** docs/audit-events.md and docs/audit-event.schema.json say what it promises; a field that changes its meaning changes the number. */
export const EVENT_SCHEMA = 'mailbox-guard.event.1';

/** Which record of which tenant. */
export interface Origin {
  /** Tenant id. */
  readonly tenant: string;
  /** The store's own id, made when it was. */
  readonly store: string;
}

export interface AuditEvent extends RecordEntry {
  readonly schema: typeof EVENT_SCHEMA;
  readonly kind: 'entry';
  readonly origin: Origin;
  /** Version of the fields that are hashed. */
  readonly v: number;
  /** 1 for the first entry; no number is missing or given twice. */
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** The event of an entry. @throws SyntaxError when its body is no JSON, which the chain's own check finds too */
export function eventOf(row: ChainRow, origin: Origin): AuditEvent {
  const body = JSON.parse(row.body) as Omit<AuditEvent, 'schema' | 'kind' | 'origin' | 'prev' | 'hash'>;
  const { tenant, store } = origin;
  return {
    ...body,
    schema: EVENT_SCHEMA,
    kind: 'entry',
    origin: { tenant, store },
    prev: row.prev,
    hash: row.hash,
  };
}

/** One line of JSON, always spelled the same. */
export function eventLine(event: AuditEvent): string {
  return canonicalJson(event as unknown as CanonicalValue);
}

/**
 * The row of the chain that a line tells of, and its origin; null for a line that is not, character by character, what
 * {@link eventLine} writes.
 */
export function rowIn(line: string): { readonly row: ChainRow; readonly origin: Origin } | null {
  const event = parsed(line);
  if (event === null || event.schema !== EVENT_SCHEMA || event.kind !== 'entry') return null;
  const { schema: _, kind: __, origin, prev, hash, ...body } = event;
  if (!Number.isSafeInteger(event.seq) || typeof prev !== 'string' || typeof hash !== 'string') return null;
  if (typeof origin?.tenant !== 'string' || typeof origin.store !== 'string') return null;
  if (eventLine(event) !== line) return null;
  return { row: { seq: event.seq, body: canonicalJson(body as unknown as CanonicalValue), prev, hash }, origin };
}

function parsed(line: string): AuditEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as AuditEvent) : null;
  } catch {
    return null;
  }
}
