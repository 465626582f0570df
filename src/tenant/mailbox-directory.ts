// The port to Exchange: which mailboxes there are, whichever of the two APIs tells.
import { Refused } from '../failure.js';
import type { AccessSubject, MailboxAccess } from '../mailboxes/access.js';
import { MAILBOX_TYPES, type Mailbox, type MailboxType } from '../mailboxes/mailbox.js';
import type { ListedPage } from '../mailboxes/read-scan.js';
import { type JsonRecord, listAt, recordOf, recordsIn, textAt } from './json.js';
import { type Answer, unexpected } from './upstream.js';

/** Both editions of the Exchange admin API, seen from the bot. */
export interface MailboxDirectory {
  readonly api: 'v2' | 'beta';
  /** Mailboxes of these types, page by page. @throws Refused upstream-*, also in the middle */
  listMailboxes(types: readonly MailboxType[], correlationId: string): AsyncIterable<ListedPage>;
  /**
   * One mailbox, read now, by object id, user principal name or primary address; null when Exchange knows none or when it is
   * of a type that the bot never touches. Its object id is null where Exchange does not tell it, also when it was asked by it.
   * @throws Refused upstream-*; upstream-unexpected when another mailbox came back than was asked for
   */
  findMailbox(identity: string, correlationId: string): Promise<Mailbox | null>;
  /** Who has access to a mailbox besides its own account. Never throws for what a tenant or an API does not tell. */
  access(mailbox: AccessSubject, correlationId: string): Promise<MailboxAccess>;
}

/** The columns that are read; all of them are in the smallest property set. */
export const MAILBOX_SELECT =
  'DisplayName,UserPrincipalName,PrimarySmtpAddress,RecipientTypeDetails,ExternalDirectoryObjectId';

/** A page of rows as mailboxes of the wanted types, with a count of those that cannot be read. */
export function pageOf(rows: readonly unknown[], types: readonly MailboxType[]): ListedPage {
  const records = rows.map(recordOf);
  const wanted: ReadonlySet<string> = new Set(types);
  const mailboxes: Mailbox[] = [];
  const others: string[] = [];
  let unreadable = 0;
  for (const record of records) {
    const type = textAt(record, 'RecipientTypeDetails');
    if (record === null || type === null || !isNamed(record)) unreadable += 1;
    else if (wanted.has(type)) mailboxes.push(mailboxFrom(record, type as MailboxType));
    else others.push(textAt(record, 'ExternalDirectoryObjectId')?.toLowerCase() ?? '');
  }
  return { listed: rows.length, unreadable, mailboxes, others: others.filter((id) => id !== '') };
}

/** Without either of these two no account can be found for it. */
function isNamed(record: JsonRecord): boolean {
  return (textAt(record, 'ExternalDirectoryObjectId') ?? textAt(record, 'UserPrincipalName')) !== null;
}

function mailboxFrom(record: JsonRecord, type: MailboxType): Mailbox {
  const { objectId, userPrincipalName, address } = identifiersOf(record);
  return { objectId, type, displayName: textAt(record, 'DisplayName') ?? address, userPrincipalName, address };
}

/** What a row says it is about; '' where it does not name a user principal name. */
export function identifiersOf(record: JsonRecord): Pick<Mailbox, 'objectId' | 'userPrincipalName' | 'address'> {
  const userPrincipalName = textAt(record, 'UserPrincipalName') ?? '';
  return {
    objectId: textAt(record, 'ExternalDirectoryObjectId')?.toLowerCase() ?? null,
    userPrincipalName,
    address: textAt(record, 'PrimarySmtpAddress') ?? userPrincipalName,
  };
}

/** Exchange answers an empty Identity, and some unknown ones, with every mailbox there is; so it is never sent. */
export function checkedIdentity(identity: string): string {
  const trimmed = identity.trim();
  if (trimmed !== '') return trimmed;
  const expected = 'an object id, a user principal name or an address';
  throw new Refused({ kind: 'bad-argument', said: identity, expected });
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** The one mailbox of an answer, proved as by `onlyRow`; null also for a type that the bot never touches. */
export function onlyMailbox(answer: Answer, identity: string): Mailbox | null {
  const row = onlyRow(answer, identity);
  const type = MAILBOX_TYPES.find((known) => known === textAt(row, 'RecipientTypeDetails'));
  return row === null || type === undefined ? null : mailboxFrom(row, type);
}

/**
 * The one row of a Get-Mailbox answer, proved to be the one asked for; only an object id that Exchange does not repeat is
 * left to the caller to prove. Null when there is none.
 * @throws Refused upstream-unexpected when it is another, or more than one
 */
export function onlyRow(answer: Answer, identity: string): JsonRecord | null {
  if (answer.status === 404) return null;
  const rows = recordsIn(listAt(recordOf(answer.body), 'value'));
  const [row] = rows;
  if (row === undefined) return null;
  const { objectId, userPrincipalName, address } = identifiersOf(row);
  const names = [objectId, userPrincipalName, address].map((name) => name?.toLowerCase());
  const cannotTell = objectId === null && GUID.test(identity);
  if (rows.length > 1 || !(cannotTell || names.includes(identity.toLowerCase()))) {
    throw unexpected(answer, 'exchange', 'Exchange gave another mailbox than the one asked for.');
  }
  return row;
}
