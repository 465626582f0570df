// Sends a request until it is answered for good: which faults are tried again, how long to wait, when to hand back.
import type { TenantDoors } from './doors.js';
import { type Observed, routeOf } from './observe.js';

/** Tries in all. */
const TRIES = 4;
/** Milliseconds for one try, its body included. */
const TRY_MS = 30_000;
const FIRST_WAIT_MS = 1000;
/** Microsoft never means "at once", whatever Retry-After says. */
const LEAST_RETRY_AFTER_MS = 1000;
/** Longer than this the work goes back to the queue, which tries again later. */
const MOST_RETRY_AFTER_MS = 30_000;
/** 409 is a directory's concurrency violation: the same write, repeated, succeeds. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504]);

/** A request that got no whole answer: no connection, a reset, a hang, or a body cut short. */
export class NetworkFault extends Error {
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`No whole answer: ${code}`, { cause });
    this.name = 'NetworkFault';
    this.code = code;
  }
}

/** Whether the same request, sent later, may well succeed. */
export function isPassing(status: number): boolean {
  return PASSING.has(status);
}

/**
 * The first answer that is not a passing fault, or the last one there was. Its body is complete and, where it claims to
 * be JSON, is JSON.
 * @param send makes one try; it is called again for each, so that a token is fetched afresh
 * @param isReplayable whether sending twice does no more than sending once; otherwise there is one try
 * @throws NetworkFault when the last try got no whole answer
 */
export async function sendPatiently(
  send: (signal: AbortSignal) => Promise<Response>,
  isReplayable: boolean,
  doors: TenantDoors,
  { accepted = [], observed }: Attitude = {},
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const began = doors.now();
    const outcome = await once(send, doors);
    if (observed !== undefined) tell(outcome, observed, attempt, doors.now() - began, doors);
    const isLast = !isReplayable || attempt >= TRIES;
    if (outcome instanceof NetworkFault) {
      if (isLast) throw outcome;
      await doors.sleep(jitter(attempt, doors));
      continue;
    }
    if (isLast || !isPassing(outcome.status) || accepted.includes(outcome.status)) return outcome;
    const wait = waitFor(outcome.status, outcome.headers, attempt, doors);
    if (wait === null) return outcome;
    await doors.sleep(wait);
  }
}

/** What a request is, besides how it is sent. */
export interface Attitude {
  /** Statuses that are an answer here, and no passing fault. */
  readonly accepted?: readonly number[];
  readonly observed?: Observed;
}

function tell(
  outcome: Response | NetworkFault,
  { service, method, path, correlationId }: Observed,
  attempt: number,
  ms: number,
  { observe }: TenantDoors,
): void {
  const isFault = outcome instanceof NetworkFault;
  const header = (name: string): string | null => (isFault ? null : outcome.headers.get(name));
  observe?.({
    ...{ service, method, correlationId, attempt, ms, route: routeOf(path) },
    status: isFault ? null : outcome.status,
    fault: isFault ? outcome.code : null,
    requestId: header('request-id') ?? header('x-ms-request-id'),
  });
}

async function once(
  send: (signal: AbortSignal) => Promise<Response>,
  doors: TenantDoors,
): Promise<Response | NetworkFault> {
  try {
    const response = await send(doors.timeout?.(TRY_MS) ?? AbortSignal.timeout(TRY_MS));
    const { status, headers } = response;
    const text = await response.text();
    if (/\bjson\b/iu.test(headers.get('content-type') ?? '') && text !== '' && !isJson(text)) {
      return new NetworkFault('TruncatedAnswer', null);
    }
    return new Response(text === '' ? null : text, { status, headers });
  } catch (error) {
    const code = networkCode(error);
    if (code === null) throw error;
    return new NetworkFault(code, error);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What went wrong beneath fetch; null when the error is not about the network. */
function networkCode(error: unknown): string | null {
  if (error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError')) return 'Timeout';
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return null;
  const { code } = error.cause as { readonly code?: unknown };
  return typeof code === 'string' ? code : error.cause.name;
}

/**
 * Milliseconds to wait before trying again: what Retry-After says, at least a second; else chance within a bound that
 * doubles. Null when Retry-After asks for more patience than a caller has.
 */
export function waitFor(
  status: number,
  headers: { get(name: string): string | null },
  attempt: number,
  doors: TenantDoors,
): number | null {
  const asked = retryAfterMs(headers.get('retry-after'), doors);
  if (asked === null) return (status === 429 ? LEAST_RETRY_AFTER_MS : 0) + jitter(attempt, doors);
  return asked > MOST_RETRY_AFTER_MS ? null : Math.max(asked, LEAST_RETRY_AFTER_MS);
}

function jitter(attempt: number, doors: TenantDoors): number {
  return Math.round(doors.random() * FIRST_WAIT_MS * 2 ** (attempt - 1));
}

function retryAfterMs(header: string | null, doors: TenantDoors): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && header.trim() !== '') return seconds * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : date - doors.now();
}
