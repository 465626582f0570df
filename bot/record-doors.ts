// What the record is sealed with and told to, from the settings.

import type { KeeperDoors } from '../src/audit/keeper.js';
import { readSigningKey } from '../src/audit/keys.js';
import { type AuditLog, logSink, type Sink, webhookSink } from '../src/audit/sink.js';
import type { AuditConfig, SinkConfig } from '../src/config/audit.js';

export type RecordDoors = Pick<KeeperDoors, 'signer' | 'sink'>;

/** Milliseconds until a webhook's answer is given up. */
const TIMEOUT_MS = 10_000;

/** @throws Refused bad-config for a signing key that cannot be used */
export async function openRecord({ signingKeyPath, sink }: AuditConfig, log: AuditLog): Promise<RecordDoors> {
  return {
    signer: signingKeyPath === null ? null : await readSigningKey(signingKeyPath),
    sink: sink === null ? null : sinkOf(sink, log),
  };
}

function sinkOf(sink: SinkConfig, log: AuditLog): Sink {
  return sink.kind === 'log' ? logSink(log) : webhookSink({ ...sink, timeoutMs: TIMEOUT_MS });
}
