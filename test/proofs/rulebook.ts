// The rules of a request, written a second time and from the outside: what the state machine is measured against.
import type { RequestState } from '../../src/approvals/request.js';

/** What is known of one mailbox of a request. */
export type Result = 'open' | 'struck' | 'written' | 'good' | 'skipped' | 'failed';

/** A request as the rules see it. Times are milliseconds since 1970; people and mailboxes are ids in lower case. */
export interface Book {
  readonly state: RequestState;
  readonly requester: string;
  readonly quorum: number;
  readonly isUrgent: boolean;
  /** Silence until then is refusal. */
  readonly decideBefore: number;
  readonly executionMs: number;
  readonly runBefore: number | null;
  readonly results: Readonly<Record<string, Result>>;
  /** Who approved the list that stands, in order. */
  readonly approvedBy: readonly string[];
  /** Who had a say in it: made it, decided it, or took mailboxes off it. */
  readonly tookPart: readonly string[];
  readonly reminders: number;
  readonly reviewedBy: string | null;
}

interface Timed {
  readonly at: number;
}
interface Personal extends Timed {
  readonly by: string;
}
interface Worded extends Personal {
  readonly words: string;
}

interface Deeds {
  readonly approve: Personal;
  readonly withdraw: Personal;
  readonly deny: Worded;
  /** `isAlone`: among the approvers there is nobody else who took no part. */
  readonly review: Worded & { readonly isAlone: boolean };
  readonly strike: Personal & { readonly items: readonly string[] };
  readonly settle: Timed & { readonly item: string; readonly result: Result };
  readonly expire: Timed;
  readonly remind: Timed & { readonly nth: number };
  readonly begin: Timed;
  readonly finish: Timed;
  readonly resume: Timed;
}

/** What can be done to a request, by whom and when. */
export type Deed = { readonly [What in keyof Deeds]: Deeds[What] & { readonly what: What } }[keyof Deeds];

type Rules = { readonly [What in keyof Deeds]: (book: Book, deed: Deeds[What]) => Partial<Book> | null };

/** The request after the deed; null where the rules do not allow it. */
export function judge(book: Book, deed: Deed): Book | null {
  const rule = RULES[deed.what] as (book: Book, deed: Deed) => Partial<Book> | null;
  const change = rule(book, deed);
  return change === null ? null : { ...book, ...change };
}

/** Mailboxes still on the list. */
export function standingIn({ results }: Pick<Book, 'results'>): readonly string[] {
  return Object.keys(results).filter((item) => results[item] !== 'struck');
}

const isOpenToDecide = (book: Book, at: number): boolean => book.state === 'pending' && at < book.decideBefore;
const isIn = (people: readonly string[], who: string): boolean => people.includes(who);
const joined = (people: readonly string[], who: string): readonly string[] =>
  isIn(people, who) ? people : [...people, who];
const tookPart = ({ tookPart: before }: Book, who: string): Pick<Book, 'tookPart'> => ({
  tookPart: joined(before, who),
});

const RULES: Rules = {
  approve(book, { by, at }) {
    if (!isOpenToDecide(book, at) || by === book.requester || isIn(book.approvedBy, by)) return null;
    const approvedBy = [...book.approvedBy, by];
    const change = { approvedBy, ...tookPart(book, by) };
    if (approvedBy.length < book.quorum) return change;
    return { ...change, state: 'approved', runBefore: at + book.executionMs };
  },
  deny(book, { by, words, at }) {
    if (!isOpenToDecide(book, at) || by === book.requester || isIn(book.approvedBy, by)) return null;
    return words.trim() === '' ? null : { state: 'denied', ...tookPart(book, by) };
  },
  withdraw(book, { by, at }) {
    return isOpenToDecide(book, at) && by === book.requester ? { state: 'withdrawn' } : null;
  },
  strike(book, { by, items, at }) {
    if (!isOpenToDecide(book, at) || by === book.requester) return null;
    const standing = standingIn(book);
    const named = new Set(items);
    const isFine = named.size > 0 && named.size < standing.length && [...named].every((one) => standing.includes(one));
    if (!isFine) return null;
    const struck = Object.fromEntries([...named].map((item) => [item, 'struck' as const]));
    return { results: { ...book.results, ...struck }, approvedBy: [], ...tookPart(book, by) };
  },
  expire: (book, { at }) => (book.state === 'pending' && at >= book.decideBefore ? { state: 'expired' } : null),
  remind: (book, { nth, at }) => (isOpenToDecide(book, at) && nth > book.reminders ? { reminders: nth } : null),
  begin: (book) => (book.state === 'approved' ? { state: 'applying' } : null),
  settle(book, { item, result }) {
    const before = book.results[item];
    const isNext =
      before === 'open' ? result !== 'struck' : before === 'written' && ['good', 'failed'].includes(result);
    return book.state === 'applying' && isNext ? { results: { ...book.results, [item]: result } } : null;
  },
  finish(book) {
    const results = standingIn(book).map((item) => book.results[item]);
    if (book.state !== 'applying' || results.some((one) => one === 'open' || one === 'written')) return null;
    return { state: results.every((one) => one === 'good') ? 'done' : 'failed' };
  },
  resume(book, { at }) {
    const hasTime = book.runBefore !== null && at < book.runBefore;
    if (book.state !== 'failed' || !hasTime || !Object.values(book.results).includes('failed')) return null;
    const again = (result: Result): Result => (result === 'failed' ? 'open' : result);
    const results = Object.fromEntries(Object.entries(book.results).map(([item, result]) => [item, again(result)]));
    // A look at what ran before says nothing of what runs now.
    return { state: 'applying', results, reviewedBy: null };
  },
  review(book, { by, words, isAlone }) {
    const isDue = book.isUrgent && ['done', 'failed'].includes(book.state) && book.reviewedBy === null;
    const mayLook = by !== book.requester && (isAlone || !isIn(book.tookPart, by));
    return isDue && mayLook && words.trim() !== '' ? { reviewedBy: by } : null;
  },
};
