// Chooses mailboxes by a filter, without those that an open request holds already, and splits what is too much for one request.
import { type AssessedMailbox, MAILBOX_TYPES, type MailboxType } from '../mailboxes/mailbox.js';
import type { Scans } from '../mailboxes/scan.js';
import { byEvidence, type Filter, select } from '../mailboxes/selection.js';
import type { Requests } from './ports.js';
import { isStanding } from './transitions.js';

export interface ChooseDoors {
  readonly scans: Scans;
  readonly requests: Pick<Requests, 'openFor'>;
}

export interface Chosen {
  readonly mailboxes: readonly AssessedMailbox[];
  /** A sentence about those that fit and are in open requests; none when there are no such ones. */
  readonly leftOut: readonly string[];
}

/** Asked for again the same way, what is left is chosen: that is how a long list becomes several requests. */
export async function choose(filter: Filter, { scans, requests }: ChooseDoors): Promise<Chosen> {
  const all = await select(filter, scans);
  const open = await requests.openFor(all.map(idOf));
  const taken = new Set(open.flatMap(({ items }) => items.filter(isStanding).map(({ objectId }) => objectId)));
  const mailboxes = all.filter((mailbox) => !taken.has(idOf(mailbox)));
  const count = all.length - mailboxes.length;
  const ids = open.map(({ id }) => id);
  return { mailboxes, leftOut: count === 0 ? [] : [`${theyAre(count)} in open requests already: ${someOf(ids)}.`] };
}

function theyAre(count: number): string {
  return count === 1 ? '1 that fits is' : `${count} that fit are`;
}

const MOST_IDS = 5;

function someOf(ids: readonly string[]): string {
  const more = ids.length - MOST_IDS;
  return `${ids.slice(0, MOST_IDS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** One request's worth of a long list: of one type, strongest evidence first. */
export interface Part {
  readonly type: MailboxType;
  readonly mailboxes: readonly AssessedMailbox[];
  /** Place of its first one among all of that type, from 1, and how many those are. */
  readonly first: number;
  readonly of: number;
}

/** Splits by type, and a type that is too much by itself into runs of at most so many. */
export function split(mailboxes: readonly AssessedMailbox[], limit: number): readonly Part[] {
  return MAILBOX_TYPES.flatMap((type) => {
    const ofType = mailboxes.filter(({ mailbox }) => mailbox.type === type).sort(byEvidence);
    return Array.from({ length: Math.ceil(ofType.length / limit) }, (_, index) => ({
      type,
      mailboxes: ofType.slice(index * limit, (index + 1) * limit),
      first: index * limit + 1,
      of: ofType.length,
    }));
  });
}

function idOf({ account, mailbox }: AssessedMailbox): string {
  return account?.id ?? mailbox.objectId ?? '';
}
