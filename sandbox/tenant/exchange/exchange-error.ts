// Exchange's refusals: the exception that its routes throw, and the bodies and headers that go out.
import type { Answer } from '../message.js';

/** Thrown by an Exchange route to answer with an error. */
export class ExchangeError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exception that the cmdlet threw, for errors from inside a cmdlet. */
  readonly exception: string | undefined;
  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly exception?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = more.headers ?? {};
    this.exception = more.exception;
  }
}

export const badRequest = (message: string): ExchangeError => new ExchangeError(400, 'BadRequest', message);

export const unknownParameter = (name: string): ExchangeError =>
  new ExchangeError(400, 'BadRequest', `A parameter cannot be found that matches parameter name '${name}'.`, {
    exception: 'System.Management.Automation.ParameterBindingException',
  });

export const objectNotFound = (identity: string): ExchangeError =>
  new ExchangeError(
    404,
    'NotFound',
    `Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object '${identity}' couldn't be found on 'SANDBOXDC01.lighthouse.example'.`,
    { exception: 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException' },
  );

/** A cmdlet or endpoint that the role of the service principal does not hold. */
export const roleMissing = (what: string): ExchangeError =>
  new ExchangeError(403, 'Forbidden', `The role assigned to application doesn't support ${what} in this scenario.`, {
    headers: {
      'x-ms-diagnostics': `2000012;reason="The role assigned to application isn't supported in this scenario.";error_category="invalid_role"`,
    },
    exception: 'Microsoft.Exchange.Management.ControlPanel.CmdletAccessDeniedException',
  });

export const accessDenied = (needed: string): ExchangeError =>
  new ExchangeError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.', {
    headers: {
      'x-ms-diagnostics': `2000008;reason="The token contains no permissions, or permissions cannot be understood. ${needed} is needed.";error_category="invalid_grant"`,
    },
  });

export const unauthorised = (reason: string): ExchangeError =>
  new ExchangeError(401, 'Unauthorized', reason, {
    headers: {
      'WWW-Authenticate':
        'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", token_types="app_asserted_user_v1 service_asserted_app_v1", error="invalid_token"',
      'x-ms-diagnostics': `2000001;reason="${reason}";error_category="invalid_token"`,
    },
  });

const CODES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  409: ['Conflict', 'The object was changed by another request.'],
  412: ['PreconditionFailed', 'A precondition of the request was not met.'],
  429: ['TooManyRequests', 'Too many requests. Please try again later.'],
  500: ['InternalServerError', 'An error occurred on the server.'],
  502: ['BadGateway', 'The gateway received an invalid answer.'],
  503: ['ServiceUnavailable', 'The server is busy. Please try again later.'],
};

/** The error for a status that someone asked for. */
export function errorForStatus(status: number, code?: string, message?: string): ExchangeError {
  const [usual, sentence] = CODES[status] ?? ['UnknownError', 'The sandbox was asked to fail.'];
  return new ExchangeError(status, code ?? usual, message ?? sentence);
}

/** The answer for an error. `emptyForbidden`: a 403 without a body, as Exchange often sends it. */
export function errorAnswer(error: ExchangeError, emptyForbidden: boolean): Answer {
  const headers = { 'Cache-Control': 'no-cache', ...error.headers };
  if (error.status === 401 || (error.status === 403 && emptyForbidden)) return { status: error.status, headers };
  const { exception, message } = error;
  const detail = exception === undefined ? {} : innerError(exception, message);
  return { status: error.status, headers, body: { error: { code: error.code, message, ...detail } } };
}

function innerError(exception: string, message: string): Readonly<Record<string, unknown>> {
  return {
    details: [{ code: 'Context', target: '', message: `${exception}|${message}` }],
    innererror: {
      message,
      type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
      internalexception: { message, type: exception },
    },
  };
}
