// What a scan lost, as sentences for people.
import { Refused } from '../failure.js';

/** The list of mailboxes ended before its end. */
export function listBrokeOff(pages: number, listed: number, error: Refused): string {
  const read = `${count(listed, 'mailbox', 'mailboxes')} on ${count(pages, 'page', 'pages')}`;
  return `Exchange's list of mailboxes broke off after ${read}: ${because(error)}`;
}

export function rowsUnreadable(rows: number): string {
  return `Exchange listed ${count(rows, 'mailbox', 'mailboxes')} that could not be read; whether sign-in is allowed there is not known.`;
}

export function accountsLost(lost: number, of: number, error: Refused): string {
  return `${lost.toLocaleString('en')} of ${count(of, 'account', 'accounts')} could not be read from Entra: ${because(error)}`;
}

export function rolesLost(error: Refused): string {
  return `Directory roles could not be read: ${because(error)}`;
}

/** The whole scan came to nothing. What is no refusal is a fault of the bot or its store, which the log tells of. */
export function scanFailed(error: unknown): string {
  if (error instanceof Refused) return `The mailboxes could not be read: ${because(error)}`;
  return 'The mailboxes could not be read and kept: something went wrong on the bot’s side. Its log says what.';
}

/** What changed about accounts could not be asked. */
export function changesLost(error: Refused): string {
  return `Changes of accounts could not be read from Entra: ${because(error)}`;
}

/** A whole list that names far fewer mailboxes than were there before. */
export function listShrunk(listed: number, missing: number): string {
  return `Exchange listed ${count(listed, 'mailbox', 'mailboxes')} and left out ${missing.toLocaleString('en')} that it listed before. If the next scan says so too, they count as gone; if nobody removed them, check what the bot's Exchange role lets it see.`;
}

function because({ failure }: Refused): string {
  switch (failure.kind) {
    case 'upstream-denied':
      return `Microsoft denied it; the bot needs ${failure.permission}.`;
    case 'upstream-unavailable': {
      const { status, code } = failure.trace;
      if (status === 429) return 'Microsoft asks the bot to slow down (429).';
      return status === null
        ? `Microsoft did not answer (${code ?? 'no connection'}).`
        : `Microsoft is not able to answer (${status}).`;
    }
    case 'upstream-unexpected':
      return `Microsoft answered: ${failure.detail}`;
    default:
      return 'it was refused.';
  }
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
