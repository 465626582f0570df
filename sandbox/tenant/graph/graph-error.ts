// Graph's refusals: the exception that routes throw, and the error body that goes out.
import { graphTime } from '../clock.js';
import type { Answer } from '../message.js';

/** Thrown by a Graph route to answer with an error. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string, code = 'Request_BadRequest'): GraphError =>
  new GraphError(400, code, message);

export const unsupportedQuery = (message: string): GraphError =>
  new GraphError(400, 'Request_UnsupportedQuery', message);

export const denied = (): GraphError =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const permissionMissing = (permissions: string): GraphError =>
  new GraphError(
    403,
    'Authentication_MSGraphPermissionMissing',
    `Calling principal does not have required MSGraph permissions ${permissions}`,
  );

export const notPremium = (): GraphError =>
  new GraphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  );

export const tooManyRequests = (headers: Readonly<Record<string, string>>): GraphError =>
  new GraphError(429, 'TooManyRequests', 'Please retry again later.', headers);

/** The codes that Graph gives to statuses produced on demand. */
const CODES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  409: ['Directory_ConcurrencyViolation', 'The specified resource has been changed by another request.'],
  412: ['PreconditionFailed', 'A precondition of the request was not met.'],
  429: ['TooManyRequests', 'Please retry again later.'],
  500: ['InternalServerError', 'An internal server error occurred. The operation failed.'],
  502: ['BadGateway', 'The gateway received an invalid answer.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable. Please retry later.'],
  504: ['GatewayTimeout', 'The gateway timed out.'],
};

/** The error for a status that someone asked for. */
export function errorForStatus(status: number, code?: string, message?: string): GraphError {
  const [usual, sentence] = CODES[status] ?? ['UnknownError', 'The sandbox was asked to fail.'];
  return new GraphError(status, code ?? usual, message ?? sentence);
}

export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** The answer for an error: Graph's body with `innerError`. `now` is milliseconds of sandbox time. */
export function errorAnswer(error: GraphError, ids: RequestIds, now: number): Answer {
  return {
    status: error.status,
    headers: { 'Cache-Control': 'no-cache', 'Content-Type': 'application/json', ...error.headers },
    body: {
      error: {
        code: error.code,
        message: error.message,
        innerError: {
          date: graphTime(now).slice(0, 19),
          'request-id': ids.requestId,
          'client-request-id': ids.clientRequestId,
        },
      },
    },
  };
}
