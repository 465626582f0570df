// What an Exchange route is, and the request on its way through it.
import type { Answer } from '../message.js';
import type { PageTokens } from '../odata/page-links.js';
import type { World } from '../world.js';

export interface ExchangeCall {
  readonly world: World;
  readonly pages: PageTokens;
  /** https://localhost:port */
  readonly origin: string;
  /** The path as sent, for links to the next page. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** `CmdletInput.CmdletName` of the body; empty for GET. */
  readonly cmdlet: string;
  /** `CmdletInput.Parameters` of the body; empty for GET. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ExchangeRoute {
  /** Its name in the log and in faults, such as "POST /adminapi/beta/{tenant}/InvokeCommand Get-Mailbox". */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Below the host; {tenant} is checked by the service. */
  readonly path: string;
  /** `CmdletInput.CmdletName` that the body must name, for POST. */
  readonly cmdlet?: string;
  /** Which of the two application permissions its gateway accepts. */
  readonly gateway: 'v2' | 'beta';
  /** Query options besides $skiptoken, without regard to case. */
  readonly query: readonly string[];
  readonly answer: (call: ExchangeCall) => Answer;
}
