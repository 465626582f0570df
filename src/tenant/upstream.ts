// Turns what Microsoft answered, when it is not what was asked for, into a refusal with its trace.
import { Refused, type UpstreamTrace } from '../failure.js';
import { type JsonRecord, listAt, recordOf, recordsIn, textAt } from './json.js';
import { isPassing, NetworkFault } from './patience.js';

type Service = UpstreamTrace['service'];

/** An answer, as far as refusals look at it. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Parsed JSON; text or null where it was none. */
  readonly body: unknown;
}

const DETAIL_LIMIT = 300;

/** Microsoft's id of a request, for their support and for the record. */
export function requestIdOf({ headers, body }: Answer): string | null {
  const inner = recordOf(recordOf(recordOf(body)?.['error'])?.['innerError']);
  return headers.get('request-id') ?? headers.get('x-ms-request-id') ?? textAt(inner, 'request-id');
}

/**
 * The refusal for an answer that is not 2xx.
 * @param permission the least permission of that call, named when it is denied
 */
export function refusalFor(answer: Answer, service: Service, permission: string): Refused {
  const { status } = answer;
  const trace = { service, status, code: codeOf(answer), requestId: requestIdOf(answer) };
  // Exchange answers 401 where the app permission is missing; Graph's 401 is about the token itself.
  if (status === 403 || (status === 401 && service === 'exchange')) {
    return new Refused({ kind: 'upstream-denied', trace, permission });
  }
  if (isPassing(status) || status >= 500) return new Refused({ kind: 'upstream-unavailable', trace });
  return new Refused({ kind: 'upstream-unexpected', trace, detail: detailOf(answer) });
}

/** The refusal for a request that got no whole answer. Any other error is returned as it came. */
export function refusalForError(error: unknown, service: Service): unknown {
  if (!(error instanceof NetworkFault)) return error;
  const trace = { service, status: null, code: error.code, requestId: null };
  return new Refused({ kind: 'upstream-unavailable', trace }, { cause: error });
}

/** The refusal for an answer of 2xx that does not hold what it should. */
export function unexpected(answer: Answer, service: Service, detail: string): Refused {
  const trace = { service, status: answer.status, code: null, requestId: requestIdOf(answer) };
  return new Refused({ kind: 'upstream-unexpected', trace, detail });
}

/** The code within an answer's error, such as Authorization_RequestDenied. */
export function codeOf({ body }: Answer): string | null {
  return textAt(recordOf(recordOf(body)?.['error']), 'code');
}

/**
 * Microsoft's sentence about an error, on one line and cut. Exchange hides the one worth reading in one of three places; Graph
 * always uses the last one.
 */
export function detailOf({ headers, body, status }: Answer): string {
  const error = recordOf(recordOf(body)?.['error']);
  const details = recordsIn(listAt(error, 'details')).map((detail) => textAt(detail, 'message'));
  const message =
    details.find((text) => text !== null) ??
    internalMessage(error) ??
    textAt(error, 'message') ??
    headers.get('x-ms-diagnostics') ??
    `HTTP status ${status} without an explanation`;
  return message.replace(/\s+/gu, ' ').slice(0, DETAIL_LIMIT);
}

function internalMessage(error: JsonRecord | null): string | null {
  return textAt(recordOf(recordOf(error?.['innererror'])?.['internalException']), 'message');
}
