// Asks Exchange who has access to a mailbox: the backend of Exchange Online PowerShell V3 alone has the question.
import { Refused } from '../failure.js';
import type { AccessSubject, MailboxAccess } from '../mailboxes/access.js';
import type { Exchange } from './exchange.js';
import { type Invocation, invocation, invokedPages } from './invoke-command.js';
import { type JsonRecord, recordsIn, textAt } from './json.js';
import {
  accessFrom,
  DELEGATES_SELECT,
  delegatesIn,
  fullAccessIn,
  identityOf,
  namesRead,
  sendAsIn,
} from './mailbox-access.js';

/**
 * Full access, send as and send on behalf of one mailbox; what cannot be read is said in `availability`, and what was read
 * stays. Get-Mailbox comes first: what it does not prove to be this mailbox is asked nothing more about.
 * InvokeCommand with Get-Mailbox, Get-MailboxPermission and Get-RecipientPermission, all of which View-Only Recipients holds.
 */
export async function readAccess(
  exchange: Exchange,
  mailbox: AccessSubject,
  correlationId: string,
): Promise<MailboxAccess> {
  const Identity = identityOf(mailbox);
  if (Identity === null) return accessFrom('unavailable', {});
  const run = (cmdlet: Invocation['cmdlet']): Promise<readonly JsonRecord[]> =>
    rowsOfOne(exchange, { cmdlet, parameters: { Identity, ResultSize: 'Unlimited' }, correlationId });
  const sendOnBehalf = await namesRead(async () => {
    const parameters = { Identity, IncludeGrantSendOnBehalfToWithDisplayNames: true };
    const call = { cmdlet: 'Get-Mailbox', parameters, correlationId, select: DELEGATES_SELECT } as const;
    return delegatesIn(await exchange.read({ ...invocation(exchange, call), accept: [404] }), Identity, mailbox);
  });
  if (sendOnBehalf.kind === 'not-known') return accessFrom(sendOnBehalf.why, {});
  const fullAccess = await namesRead(async () => fullAccessIn(await run('Get-MailboxPermission')));
  const sendAs = await namesRead(async () => sendAsIn(await run('Get-RecipientPermission')));
  const unknown = [fullAccess, sendAs].find((read) => read.kind === 'not-known');
  return accessFrom(unknown?.why ?? 'known', { fullAccess, sendAs, sendOnBehalf });
}

/** Rows about one mailbox; Get-RecipientPermission answers with those of every recipient when it does not take the Identity. */
async function rowsOfOne(exchange: Exchange, run: Invocation): Promise<readonly JsonRecord[]> {
  const rows: JsonRecord[] = [];
  const subjects = new Set<string>();
  for await (const page of invokedPages(exchange, run)) {
    for (const row of recordsIn(page)) {
      subjects.add(textAt(row, 'Identity') ?? '');
      rows.push(row);
    }
    if (subjects.size > 1) throw notOfOne(run.cmdlet);
  }
  return rows;
}

function notOfOne(cmdlet: string): Refused {
  const trace = { service: 'exchange', status: 200, code: null, requestId: null } as const;
  const detail = `${cmdlet} answered about more than the mailbox asked for.`;
  return new Refused({ kind: 'upstream-unexpected', trace, detail });
}
