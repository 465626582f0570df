// The Exchange admin API as both of its editions share it: one POST with a cmdlet in it that only reads, sent patiently.
import { clientRequestId } from './correlation.js';
import type { TokenSource } from './credential.js';
import type { TenantDoors } from './doors.js';
import { sendPatiently } from './patience.js';
import { type Answer, refusalFor, refusalForError } from './upstream.js';

/** Tenant-wide calls of an application are routed by this mailbox, which every tenant has. */
const SYSTEM_MAILBOX = 'SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}';

/** Every cmdlet that is ever run. None of them changes anything, so each may be sent again. */
type ReadingCmdlet = 'Get-Mailbox' | 'Get-MailboxPermission' | 'Get-RecipientPermission';

export interface ExchangeCall {
  readonly cmdlet: ReadingCmdlet;
  /** Below the tenant's origin, or a whole nextLink of the same origin. */
  readonly address: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Least permission of this call, named when Exchange denies it. */
  readonly permission: string;
  /** The work it belongs to; becomes its client-request-id. */
  readonly correlationId: string;
  /** Statuses, besides 2xx, that are an answer and no error. */
  readonly accept?: readonly number[];
}

export interface Exchange {
  readonly origin: string;
  readonly tenantId: string;
  /** Runs a cmdlet. @throws Refused upstream-denied, upstream-unavailable, upstream-unexpected */
  read(call: ExchangeCall): Promise<Answer>;
}

export interface ExchangeSettings {
  readonly tenantId: string;
  /** An origin. */
  readonly endpoint: string;
  readonly scope: string;
}

export function createExchange(settings: ExchangeSettings, tokens: TokenSource, doors: TenantDoors): Exchange {
  const { tenantId, endpoint, scope } = settings;
  const read = async (call: ExchangeCall): Promise<Answer> => {
    const body = JSON.stringify({ CmdletInput: { CmdletName: call.cmdlet, Parameters: call.parameters } });
    const send = async (signal: AbortSignal): Promise<Response> =>
      fetch(new URL(call.address, endpoint), {
        method: 'POST',
        body,
        signal,
        redirect: 'manual',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          Accept: 'application/json',
          'X-AnchorMailbox': `APP:${SYSTEM_MAILBOX}@${tenantId}`,
          'client-request-id': clientRequestId(call.correlationId),
          ...call.headers,
          Authorization: `Bearer ${await tokens(scope)}`,
        },
      });
    const { address: path, correlationId } = call;
    const observed = { service: 'exchange', method: 'POST', path, correlationId } as const;
    const answer = await readAnswer(() => sendPatiently(send, true, doors, { observed }));
    const isFine = (answer.status >= 200 && answer.status < 300) || call.accept?.includes(answer.status) === true;
    if (!isFine) throw refusalFor(answer, 'exchange', call.permission);
    return answer;
  };
  return { origin: endpoint, tenantId, read };
}

async function readAnswer(send: () => Promise<Response>): Promise<Answer> {
  try {
    const { status, headers, body } = await send().then(async (response) => ({
      status: response.status,
      headers: response.headers,
      body: await response.text(),
    }));
    return { status, headers, body: parsed(body) };
  } catch (error) {
    throw refusalForError(error, 'exchange');
  }
}

// Exchange's 403 may be empty, text, or padded with NULs: what is no JSON is no error of its own.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? null : text;
  }
}
