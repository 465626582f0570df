// Settings of the record: what its checkpoints are signed with, and where its entries are told.
import { createHash } from 'node:crypto';
import { isSafeAddress } from './addresses.js';
import type { EnvReader } from './env-reader.js';

export type SinkConfig =
  | { readonly kind: 'log' }
  /** `name` stands for the address wherever that must not be repeated: it may hold a secret. */
  | {
      readonly kind: 'webhook';
      readonly address: string;
      readonly authorization: string | null;
      readonly name: string;
    };

export interface AuditConfig {
  /** PEM file of an Ed25519 private key; null: no checkpoints are made. */
  readonly signingKeyPath: string | null;
  /** Null: the entries stay in the store. */
  readonly sink: SinkConfig | null;
}

const SINK = {
  name: 'AUDIT_SINK',
  purpose: 'where every entry of the record is told beyond the store: "log", or the address of a webhook',
};
const AUTHORIZATION = { name: 'AUDIT_SINK_AUTHORIZATION', purpose: 'what the webhook knows the bot by' };

/** Levels at which the log leaves out what the sink would write there. */
const TOO_QUIET = new Set(['warn', 'error', 'fatal', 'silent']);

/** Reads AUDIT_SIGNING_KEY_PATH, AUDIT_SINK and AUDIT_SINK_AUTHORIZATION; the key file itself is read at the start. */
export function readAudit(env: EnvReader): AuditConfig {
  return { signingKeyPath: env.optional('AUDIT_SIGNING_KEY_PATH'), sink: readSink(env) };
}

function readSink(env: EnvReader): SinkConfig | null {
  const value = env.optional(SINK.name);
  const authorization = env.optional(AUTHORIZATION.name);
  if (value !== null && value !== 'log' && !isSafeAddress(value)) {
    env.bad(SINK, '"log", or an https address (http only on loopback) without user and password in it');
    return null;
  }
  if (value === null || value === 'log') {
    if (authorization !== null) env.bad(AUTHORIZATION, 'an address in AUDIT_SINK to send it to');
    if (value === 'log' && TOO_QUIET.has(env.optional('LOG_LEVEL')?.toLowerCase() ?? '')) {
      env.bad(SINK, 'an address, or LOG_LEVEL=info: at that level the log leaves the entries out');
    }
    return value === null ? null : { kind: 'log' };
  }
  // A header cannot hold anything else; fetch would refuse it each time.
  if (authorization !== null && !/^[\x20-\x7e]+$/u.test(authorization)) {
    env.bad(AUTHORIZATION, 'the value of an Authorization header, such as "Bearer …"');
  }
  const name = `webhook ${createHash('sha256').update(value).digest('hex').slice(0, 16)}`;
  return { kind: 'webhook', address: value, authorization, name };
}
