// Which mailbox was meant by a name that none has: first those that contain it, then those spelled most like it.
import { distance } from 'fastest-levenshtein';
import type { AssessedMailbox } from '../mailboxes/mailbox.js';
import type { Db } from './db.js';
import { beginningWith, containing, foldAccents } from './fold.js';
import { mailboxOf } from './mailbox-rows.js';

/** Names compared between two turns of the event loop. */
const PAGE = 2_000;
/** A tenant larger than this is searched up to here: an offer, not an answer. */
const MOST_PAGES = 50;
/** Longer ones are no names, and would take long to compare. */
const MOST_CHARACTERS = 128;
/** Share of the letters that may differ for a name to be offered. */
const TOLERANCE = 0.4;

interface Candidate {
  readonly key: string;
  readonly search: string;
}

/** Mailboxes whose name or address contains or resembles the text, best first, at most `limit`. */
export async function resembling(db: Db, text: string, limit: number): Promise<readonly AssessedMailbox[]> {
  const wanted = foldAccents(text).slice(0, MOST_CHARACTERS);
  if (wanted === '' || limit <= 0) return [];
  const keys = await keysContaining(db, wanted, 0, limit);
  if (keys.length < limit) keys.push(...(await keysLike(db, wanted, limit - keys.length, new Set(keys))));
  return mailboxesOf(db, keys);
}

/** Mailboxes whose name or address contains the text, and every mailbox when there is none. */
export async function offering(db: Db, text: string, skip: number, limit: number): Promise<readonly AssessedMailbox[]> {
  return mailboxesOf(db, await keysContaining(db, foldAccents(text), skip, limit));
}

async function mailboxesOf(db: Db, keys: readonly string[]): Promise<readonly AssessedMailbox[]> {
  if (keys.length === 0) return [];
  const rows = await db.query<{ body: string }>(
    `SELECT m.body FROM guard.mailboxes m JOIN unnest($1::text[]) WITH ORDINALITY AS found (key, place)
         ON found.key = m.key ORDER BY found.place`,
    [keys],
  );
  return rows.map(mailboxOf);
}

/** The name beginning with it comes before it standing anywhere. */
async function keysContaining(db: Db, wanted: string, skip: number, limit: number): Promise<string[]> {
  const rows = await db.query<{ key: string }>(
    `SELECT key FROM guard.mailboxes WHERE search LIKE $1 ESCAPE '\\'
      ORDER BY sort_key LIKE $2 ESCAPE '\\' DESC, sort_key COLLATE "C", key COLLATE "C" LIMIT $3 OFFSET $4`,
    [containing(wanted), beginningWith(wanted), limit, skip],
  );
  return rows.map(({ key }) => key);
}

async function keysLike(db: Db, wanted: string, limit: number, known: ReadonlySet<string>): Promise<readonly string[]> {
  let best: readonly ({ readonly key: string } & Likeness)[] = [];
  let after = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const candidates = await candidatesAfter(db, after);
    const close = candidates
      .filter(({ key }) => !known.has(key))
      .map(({ key, search }) => ({ key, ...likeness(wanted, search) }))
      .filter(({ far }) => far <= TOLERANCE);
    best = [...best, ...close].sort((a, b) => a.far - b.far || a.nameFar - b.nameFar).slice(0, limit);
    const last = candidates.at(-1);
    if (last === undefined || candidates.length < PAGE) break;
    after = last.key;
  }
  return best.map(({ key }) => key);
}

async function candidatesAfter(db: Db, key: string): Promise<readonly Candidate[]> {
  return db.query<Candidate>(
    `SELECT key, search FROM guard.mailboxes WHERE key COLLATE "C" > $1 ORDER BY key COLLATE "C" LIMIT $2`,
    [key, PAGE],
  );
}

/** 0 for the same, 1 for nothing in common. */
interface Likeness {
  /** The closest of the name, its words, and what stands before the @. */
  readonly far: number;
  /** The whole name alone: decides between those that are equally close. */
  readonly nameFar: number;
}

function likeness(wanted: string, search: string): Likeness {
  const [name = '', ...addresses] = search.split('\n');
  const spellings = [name, ...name.split(/\s+/), ...addresses.map((address) => address.split('@')[0] ?? '')];
  const distances = spellings.map((spelling) => share(wanted, spelling.slice(0, MOST_CHARACTERS)));
  return { far: Math.min(...distances), nameFar: distances[0] ?? 1 };
}

function share(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  // So different in length that no spelling brings them together: not worth comparing.
  if (longest === 0 || Math.abs(a.length - b.length) > longest * TOLERANCE) return 1;
  return distance(a, b) / longest;
}
