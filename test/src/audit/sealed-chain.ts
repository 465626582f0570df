// Chains of entries with their checkpoints, sealed with a key of their own, as an export has them.
import { generateKeyPairSync } from 'node:crypto';
import { type ChainRow, EMPTY_CHAIN, link } from '../../../src/audit/chain.js';
import {
  type Checkpoint,
  hashOfCheckpoint,
  keyIdOf,
  makeCheckpoint,
  NO_CHECKPOINT,
  type Signer,
} from '../../../src/audit/checkpoint.js';
import type { RecordEntry } from '../../../src/audit/entry.js';
import { eventLine, eventOf, type Origin } from '../../../src/audit/event.js';
import { at, entry, HOSTILE } from '../db/samples.js';

export const ORIGIN: Origin = { tenant: 'tenant-1', store: 'store-1' };
export const EVERY = 20;

export function newSigner(): {
  readonly signer: Signer;
  readonly publicKey: ReturnType<typeof generateKeyPairSync>['publicKey'];
} {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { signer: { privateKey, keyId: keyIdOf(publicKey) }, publicKey };
}

export const { signer, publicKey } = newSigner();
export const keys = new Map([[signer.keyId, publicKey]]);

export function chained(entries: readonly RecordEntry[]): readonly ChainRow[] {
  const rows: ChainRow[] = [];
  for (const one of entries) rows.push(link(rows.at(-1) ?? EMPTY_CHAIN, one));
  return rows;
}

export function chain(length: number, forged = 0): readonly ChainRow[] {
  const detailOf = (n: number): RecordEntry['detail'] => ({ n, why: n === forged ? 'forged' : HOSTILE, half: 0.5 });
  return chained(Array.from({ length }, (_, index) => entry({ detail: detailOf(index + 1) })));
}

export function linesOf(rows: readonly ChainRow[], origin = ORIGIN): readonly string[] {
  return rows.map((row) => eventLine(eventOf(row, origin)));
}

export function checkpointsOf(rows: readonly ChainRow[], origin = ORIGIN, by = signer): readonly Checkpoint[] {
  const checkpoints: Checkpoint[] = [];
  for (const row of rows.filter(({ seq }) => seq % EVERY === 0)) {
    const last = checkpoints.at(-1);
    const previous = last === undefined ? NO_CHECKPOINT : hashOfCheckpoint(last);
    checkpoints.push(makeCheckpoint({ origin, size: row.seq, head: row.hash, at: at(row.seq), previous }, by));
  }
  return checkpoints;
}
