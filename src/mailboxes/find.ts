// Finds the mailboxes that a person named, in the latest scan.
import { type MailboxChoice, Refused } from '../failure.js';
import type { AssessedMailbox } from './mailbox.js';
import type { Scans } from './scan.js';

/** Most choices offered for an ambiguous name. */
const CHOICES = 8;
/** Most words that a name without quotes is looked for in. */
const NAME_WORDS = 10;

const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** Whether this says a whole address, user principal name or object id, rather than a name or a part of one. */
export function isIdentity(said: string): boolean {
  return said.includes('@') || OBJECT_ID.test(said);
}

/**
 * The one mailbox that this name, address, user principal name or object id fits.
 * @throws Refused mailbox-not-found (with what is near), mailbox-ambiguous (with the choices)
 */
export async function findOne(said: string, scans: Scans): Promise<AssessedMailbox> {
  if (said === '') throw new Refused({ kind: 'mailbox-missing' });
  const exact = await scans.matching(said);
  const [first] = exact;
  if (first !== undefined && exact.length === 1) return first;
  if (exact.length > 1) throw ambiguous(said, exact);
  const near = await scans.resembling(said, CHOICES + 1);
  // Who says a whole address or id means that one: a part of another must not be taken for it.
  const containing = isIdentity(said)
    ? []
    : near.filter(({ mailbox }) => contains(mailbox.displayName, said) || contains(mailbox.address, said));
  const [only] = containing;
  if (only !== undefined && containing.length === 1) return only;
  if (containing.length > 1) throw ambiguous(said, containing);
  const scanWasPartial = (await scans.latest())?.state === 'partial';
  throw new Refused({ kind: 'mailbox-not-found', said, nearest: near.slice(0, 3).map(choiceOf), scanWasPartial });
}

/**
 * A name at the beginning of a line without quotes: the longest run of words that is exactly a mailbox's name,
 * else the first word alone. Returns the mailbox and the words after its name.
 * @throws Refused mailbox-missing, mailbox-not-found, mailbox-ambiguous
 */
export async function findLeading(
  words: string,
  scans: Scans,
): Promise<{ readonly mailbox: AssessedMailbox; readonly rest: string }> {
  const [first, ...others] = words.split(' ').filter((word) => word !== '');
  if (first === undefined) throw new Refused({ kind: 'mailbox-missing' });
  const exact = await findExactLeading(words, scans);
  return exact ?? { mailbox: await findOne(first, scans), rest: others.join(' ') };
}

/**
 * The longest run of several words at the beginning that is exactly a mailbox's name; null when there is none.
 * @throws Refused mailbox-ambiguous
 */
export async function findExactLeading(
  words: string,
  scans: Scans,
): Promise<{ readonly mailbox: AssessedMailbox; readonly rest: string } | null> {
  const all = words.split(' ').filter((word) => word !== '');
  for (let count = Math.min(all.length, NAME_WORDS); count > 1; count -= 1) {
    const said = all.slice(0, count).join(' ');
    const exact = await scans.matching(said);
    const [only] = exact;
    if (exact.length > 1) throw ambiguous(said, exact);
    if (only !== undefined) return { mailbox: only, rest: all.slice(count).join(' ') };
  }
  return null;
}

function ambiguous(said: string, fitting: readonly AssessedMailbox[]): Refused {
  const choices = fitting.slice(0, CHOICES).map(choiceOf);
  return new Refused({ kind: 'mailbox-ambiguous', said, choices, more: fitting.length - choices.length });
}

/** What is shown of a mailbox when several are offered. */
export function choiceOf({ mailbox, account }: AssessedMailbox): MailboxChoice {
  const objectId = account?.id ?? mailbox.objectId;
  return { objectId, displayName: mailbox.displayName, address: mailbox.address, type: mailbox.type };
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
