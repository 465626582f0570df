// What both Exchange APIs share when they tell who has access to a mailbox: whom to ask about, which rows count, how many.
import { Refused } from '../failure.js';
import type { AccessSubject, MailboxAccess } from '../mailboxes/access.js';
import { type JsonRecord, listAt, recordOf, textAt } from './json.js';
import { identifiersOf, MAILBOX_SELECT, onlyRow } from './mailbox-directory.js';
import { type Answer, unexpected } from './upstream.js';

/** Names of one kind of access, or why they are not known. */
export type NamesRead =
  | { readonly kind: 'read'; readonly names: readonly string[] }
  | { readonly kind: 'not-known'; readonly why: 'no-permission' | 'unavailable' };

/** Beside what a mailbox is: whom it lets send on its behalf, as ids and, where asked for, as names. */
export const DELEGATES_SELECT = `${MAILBOX_SELECT},GrantSendOnBehalfTo,GrantSendOnBehalfToWithDisplayNames`;

/** Most names in one list; a person reads no more of them on a card. */
const MOST_NAMES = 50;

/** What names the mailbox to Exchange; null where nothing does, for an empty Identity may mean every mailbox there is. */
export function identityOf(mailbox: AccessSubject): string | null {
  return namesOf(mailbox)[0] ?? null;
}

/** Lower case, without the empty ones. */
function namesOf({ objectId, userPrincipalName, address }: AccessSubject): readonly string[] {
  const names = [objectId ?? '', userPrincipalName, address].map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '');
}

/** Whatever of the three was read, each list cut to a readable length. */
export function accessFrom(
  availability: MailboxAccess['availability'],
  read: { readonly fullAccess?: NamesRead; readonly sendAs?: NamesRead; readonly sendOnBehalf?: NamesRead },
): MailboxAccess {
  const all = {
    fullAccess: namesIn(read.fullAccess),
    sendAs: namesIn(read.sendAs),
    behalf: namesIn(read.sendOnBehalf),
  };
  const beyond = (names: readonly string[] | null): number => Math.max(0, (names?.length ?? 0) - MOST_NAMES);
  return {
    availability,
    fullAccess: (all.fullAccess ?? []).slice(0, MOST_NAMES),
    sendAs: (all.sendAs ?? []).slice(0, MOST_NAMES),
    sendOnBehalf: all.behalf?.slice(0, MOST_NAMES) ?? null,
    more: beyond(all.fullAccess) + beyond(all.sendAs) + beyond(all.behalf),
  };
}

function namesIn(read: NamesRead | undefined): readonly string[] | null {
  return read?.kind === 'read' ? read.names : null;
}

/** What was read; a refusal becomes the reason why it is not known. */
export async function namesRead(read: () => Promise<readonly string[]>): Promise<NamesRead> {
  try {
    return { kind: 'read', names: unique(await read()) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const why = error.failure.kind === 'upstream-denied' ? 'no-permission' : 'unavailable';
    return { kind: 'not-known', why };
  }
}

function unique(names: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const name of names) if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), name);
  return [...byName.values()];
}

/**
 * Who may send on behalf, of a Get-Mailbox answer that is proved to be about this mailbox.
 * @throws Refused upstream-unexpected when it is about none, or about another
 */
export function delegatesIn(answer: Answer, identity: string, mailbox: AccessSubject): readonly string[] {
  const row = onlyRow(answer, identity);
  if (row === null) throw unexpected(answer, 'exchange', 'Exchange does not know the mailbox.');
  // An object id that Exchange does not repeat proves nothing; then one of the other names must.
  const known = namesOf(mailbox);
  if (!namesOf(identifiersOf(row)).some((name) => known.includes(name))) {
    throw unexpected(answer, 'exchange', 'Exchange gave another mailbox than the one asked for.');
  }
  const named = (listAt(row, 'GrantSendOnBehalfToWithDisplayNames') ?? []).map(nameOf).filter((name) => name !== null);
  const ids = (listAt(row, 'GrantSendOnBehalfTo') ?? []).map(nameOf).filter((name) => name !== null);
  return named.length > 0 ? named : ids;
}

/** Documented as addresses and display names, in a form that is not: text, or the two apart. */
function nameOf(delegate: unknown): string | null {
  if (typeof delegate === 'string') return delegate.trim() === '' ? null : delegate;
  const record = recordOf(delegate);
  return textAt(record, 'PrimarySmtpAddress') ?? textAt(record, 'DisplayName');
}

/** Users in rows of Get-MailboxPermission that let them open the mailbox. */
export function fullAccessIn(rows: readonly JsonRecord[]): readonly string[] {
  const opens = (row: JsonRecord): boolean => rightsOf(row).includes('FullAccess') && !isSet(row['Deny']);
  return grantedTo(rows.filter(opens), 'User');
}

/** Trustees in rows of Get-RecipientPermission, which knows no other right than send as. */
export function sendAsIn(rows: readonly JsonRecord[]): readonly string[] {
  const denies = (row: JsonRecord): boolean => textAt(row, 'AccessControlType')?.toLowerCase() === 'deny';
  return grantedTo(
    rows.filter((row) => !denies(row)),
    'Trustee',
  );
}

/** Inherited rows are Microsoft's own; so are those of NT AUTHORITY, of which SELF is the account itself. */
function grantedTo(rows: readonly JsonRecord[], key: string): readonly string[] {
  const own = rows.filter((row) => !isSet(row['IsInherited'])).map((row) => textAt(row, key));
  return own.filter((name) => name !== null).filter((name) => !/^NT AUTHORITY\\/iu.test(name));
}

function rightsOf(row: JsonRecord): readonly unknown[] {
  return listAt(row, 'AccessRights') ?? (textAt(row, 'AccessRights') ?? '').split(',').map((right) => right.trim());
}

/** A switch of PowerShell as JSON: true, "True", or whether it is present. */
function isSet(value: unknown): boolean {
  return value === true || String(value).toLowerCase() === 'true' || recordOf(value)?.['IsPresent'] === true;
}
