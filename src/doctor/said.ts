// What a refusal says, in a few words, for doctor's lines.
import type { Config } from '../config.js';
import { type Failure, Refused } from '../failure.js';

const NAMES = { graph: 'Microsoft Graph', exchange: 'Exchange', identity: 'Entra', teams: 'Teams' } as const;

/** Why something was refused, with Microsoft's request id where there is one. Any other error is thrown on. */
export function saidBy(error: unknown): string {
  const failure = failureIn(error);
  if (!('trace' in failure)) return `it was refused (${failure.kind})`;
  const { service, status, code, requestId } = failure.trace;
  const detail = failure.kind === 'upstream-unexpected' ? failure.detail : '';
  const named = code === null || detail.includes(code) ? '' : ` (${code})`;
  const trace = requestId === null ? '' : ` (request id ${requestId})`;
  return `${NAMES[service]} ${didWhat(failure.kind, status)}${named}${detail === '' ? '' : `: ${detail}`}${trace}`;
}

function didWhat(kind: Failure['kind'], status: number | null): string {
  if (status !== null) return `answered ${status}`;
  return kind === 'upstream-unavailable' ? 'did not answer' : 'refused';
}

/** Whether Microsoft said no, rather than nothing. */
export function isDenied(error: unknown): boolean {
  return failureIn(error).kind === 'upstream-denied';
}

function failureIn(error: unknown): Failure {
  if (error instanceof Refused) return error.failure;
  throw error;
}

/** Azure keeps the tokens of a managed identity, and no restart brings a new one: who granted it today need not do so again. */
export function agedToken({ tenant }: Pick<Config, 'tenant'>): string {
  if (tenant.credential.kind !== 'managed-identity') return '';
  return ' If it was granted within the last day, wait: the token of a managed identity may be a day old.';
}
