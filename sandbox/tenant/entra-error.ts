// Entra's refusals at the token endpoint, as "Microsoft Entra authentication and authorization error codes" describes them.
import type { Answer } from './message.js';

/** Thrown to answer a token request with an error. */
export class EntraError extends Error {
  readonly status: number;
  /** The error of OAuth 2.0. */
  readonly error: string;
  /** The number after AADSTS. */
  readonly code: number;
  constructor(status: number, error: string, code: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.code = code;
  }
}

/** The answer for an error. `at` is milliseconds since 1970. */
export function entraErrorAnswer(error: EntraError, requestId: string, correlationId: string, at: number): Answer {
  const timestamp = `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = `AADSTS${error.code}: ${error.message} Trace ID: ${requestId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return {
    status: error.status,
    body: {
      error: error.error,
      error_description: description,
      error_codes: [error.code],
      timestamp,
      trace_id: requestId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
    },
  };
}
