// Where the record is told beyond the store: the log, or a webhook.
import { type CanonicalValue, canonicalJson } from './canonical.js';
import type { Checkpoint } from './checkpoint.js';
import type { AuditEvent } from './event.js';

/** What leaves the store; its `kind` tells the two apart. */
export type Message = AuditEvent | Checkpoint;

export interface Sink {
  /** What its cursor is kept under; holds no secret. */
  readonly name: string;
  /** Takes all of them, in order, or throws; then all of them come again. */
  deliver(messages: readonly Message[]): Promise<void>;
}

/** A log that takes facts; pino's loggers fit. */
export interface AuditLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** The log as a sink: one line each, the event under `audit`. Checkpoints have their own line already. */
export function logSink(log: AuditLog): Sink {
  return {
    name: 'log',
    async deliver(messages) {
      for (const message of messages) if (message.kind === 'entry') log.info({ audit: message }, 'audit event');
    },
  };
}

/** The webhook did not take a batch. */
export class NotTaken extends Error {}

export interface WebhookOptions {
  /** Https, or http on loopback. */
  readonly address: string;
  /** Value of the Authorization header; a secret. */
  readonly authorization: string | null;
  /** Milliseconds until an answer is given up. */
  readonly timeoutMs: number;
  /** Names the sink without repeating its address, which may hold a secret. */
  readonly name: string;
}

/** A webhook as a sink: a POST of a JSON array; any 2xx means taken. Redirects are not followed: they could carry the record elsewhere. */
export function webhookSink({ address, authorization, timeoutMs, name }: WebhookOptions): Sink {
  return {
    name,
    async deliver(messages) {
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...(authorization !== null && { authorization }) },
        body: canonicalJson(messages as unknown as CanonicalValue),
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: unknown) => {
        // The error of fetch may name the address.
        throw new NotTaken(`the webhook did not answer (${causeOf(error)})`);
      });
      await response.body?.cancel();
      if (!response.ok) throw new NotTaken(`the webhook answered ${response.status}`);
    },
  };
}

function causeOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  return cause?.code ?? name ?? 'no reason given';
}
