// The Graph client's retry middleware, ours: what may be repeated is, with a fresh token and a limit on each try.
import {
  type Context,
  GraphClientError,
  type Middleware,
  type MiddlewareOptions,
} from '@microsoft/microsoft-graph-client';
import type { TenantDoors } from './doors.js';
import { type Attitude, sendPatiently } from './patience.js';

/** What a single call tells the middleware; the client finds it by its class. */
export class CallOptions implements MiddlewareOptions {
  readonly isReplayable: boolean;
  readonly attitude: Attitude;
  constructor(isReplayable: boolean, attitude: Attitude) {
    this.isReplayable = isReplayable;
    this.attitude = attitude;
  }
}

/**
 * Stands where Microsoft's RetryHandler would. That one repeats at once when Retry-After is 0 or in the past, cuts it at
 * 180 s, ignores 408, 500, 502 and resets, knows no time limit, and keeps the token of the first try.
 */
export class PatienceHandler implements Middleware {
  readonly #doors: TenantDoors;
  #next: Middleware | null = null;

  constructor(doors: TenantDoors) {
    this.#doors = doors;
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }

  async execute(context: Context): Promise<void> {
    const next = this.#next;
    if (next === null) throw new Error('The patience handler stands last in its chain.');
    const options = context.middlewareControl?.getMiddlewareOptions(CallOptions);
    const { isReplayable, attitude } = options instanceof CallOptions ? options : ONE_TRY;
    const send = (signal: AbortSignal): Promise<Response> => oneTry(context, next, signal);
    try {
      context.response = await sendPatiently(send, isReplayable, this.#doors, attitude);
    } catch (error) {
      const wrapped = new GraphClientError('The request was not answered.');
      wrapped.cause = error;
      throw wrapped;
    }
  }
}

const ONE_TRY = new CallOptions(false, {});

// Headers are copied for each try: the authentication handler appends to those it finds.
async function oneTry(context: Context, next: Middleware, signal: AbortSignal): Promise<Response> {
  const headers = { ...(context.options?.headers as Readonly<Record<string, string>> | undefined) };
  const attempt: Context = { ...context, options: { ...context.options, headers, signal } };
  await next.execute(attempt);
  if (attempt.response === undefined) throw new Error('The Graph client gave no response.');
  return attempt.response;
}
