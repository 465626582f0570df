// A checkpoint: how long the record was and what sealed it, signed, so that a copy kept elsewhere gives away every later change.
import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import type { Origin } from './event.js';

/** Names the fields and the way of signing; a different one gets a different number. */
export const CHECKPOINT_SCHEMA = 'mailbox-guard.checkpoint.1';

/** What the first checkpoint follows. */
export const NO_CHECKPOINT = '0'.repeat(64);

/** What a checkpoint says. */
export interface Statement {
  readonly schema: typeof CHECKPOINT_SCHEMA;
  readonly kind: 'checkpoint';
  readonly origin: Origin;
  /** How many entries it seals. */
  readonly size: number;
  /** Hash of entry number `size`, which seals all before it. */
  readonly head: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  /** Hash of the checkpoint before it, or {@link NO_CHECKPOINT}. */
  readonly previous: string;
  /** Hash of the public key that proves the signature. */
  readonly key: string;
}

export interface Checkpoint extends Statement {
  /** Ed25519 over the canonical JSON of everything else, after the schema and a line feed; base64. */
  readonly signature: string;
}

/** A private key that signs, with the name of its public half. */
export interface Signer {
  readonly privateKey: KeyObject;
  readonly keyId: string;
}

/** Says and signs how far the record goes. */
export function makeCheckpoint(said: Omit<Statement, 'schema' | 'kind' | 'key'>, signer: Signer): Checkpoint {
  const { origin, size, head, at, previous } = said;
  const statement: Statement = {
    schema: CHECKPOINT_SCHEMA,
    kind: 'checkpoint',
    origin: { tenant: origin.tenant, store: origin.store },
    size,
    head,
    at,
    previous,
    key: signer.keyId,
  };
  return { ...statement, signature: sign(null, signedBytes(statement), signer.privateKey).toString('base64') };
}

/** Whether this key's private half signed it, word for word. */
export function isSignedBy(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  return verify(null, signedBytes(statementOf(checkpoint)), publicKey, Buffer.from(checkpoint.signature, 'base64'));
}

/** What the next checkpoint follows: the hash of all that is signed, in lower-case hexadecimal. */
export function hashOfCheckpoint(checkpoint: Checkpoint): string {
  return createHash('sha256')
    .update(signedBytes(statementOf(checkpoint)))
    .digest('hex');
}

/** One line of JSON, always spelled the same. */
export function checkpointLine(checkpoint: Checkpoint): string {
  return canonicalJson({ ...checkpoint, origin: { ...checkpoint.origin } });
}

/** The checkpoint in a parsed JSON value; null when it is none. */
export function checkpointIn(value: unknown): Checkpoint | null {
  if (typeof value !== 'object' || value === null) return null;
  const { schema, kind, origin, size, head, at, previous, key, signature } = value as Partial<Checkpoint>;
  const texts = [origin?.tenant, origin?.store, head, at, previous, key, signature];
  if (schema !== CHECKPOINT_SCHEMA || kind !== 'checkpoint') return null;
  if (!Number.isSafeInteger(size) || !texts.every((text) => typeof text === 'string')) return null;
  return value as Checkpoint;
}

/** A key's name: the hash of its public half, in lower-case hexadecimal. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function statementOf({ signature: _, ...statement }: Checkpoint): Statement {
  return statement;
}

function signedBytes(statement: Statement): Buffer {
  return Buffer.from(`${CHECKPOINT_SCHEMA}\n${canonicalJson({ ...statement, origin: { ...statement.origin } })}`);
}
