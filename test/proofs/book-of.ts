// Reads a stored request the way the rulebook keeps one, using none of the product's own rules.
import type { ItemOutcome, Request } from '../../src/approvals/request.js';
import type { Book, Result } from './rulebook.js';

const RESULTS: Readonly<Record<ItemOutcome['kind'], Result>> = {
  struck: 'struck',
  written: 'written',
  blocked: 'good',
  unblocked: 'good',
  'already-blocked': 'good',
  exempted: 'good',
  skipped: 'skipped',
  failed: 'failed',
};

/** How the rules call what became of a mailbox. */
export function resultOf(outcome: ItemOutcome | null): Result {
  return outcome === null ? 'open' : RESULTS[outcome.kind];
}

const idOf = ({ objectId }: { readonly objectId: string }): string => objectId.toLowerCase();

/** What can be seen of a request, in the rulebook's words. */
export function bookOf(request: Request): Book {
  const { decisions, items, requester, rules, contentHash, review, runBy } = request;
  const counted = decisions.filter(({ verdict, content }) => verdict === 'approve' && content === contentHash);
  const strikers = items.flatMap(({ outcome }) => (outcome?.kind === 'struck' ? [idOf(outcome.by)] : []));
  return {
    state: request.state,
    requester: idOf(requester),
    quorum: rules.quorum,
    isUrgent: request.isUrgent,
    decideBefore: Date.parse(request.expiresAt),
    executionMs: rules.executionMs,
    runBefore: runBy === null ? null : Date.parse(runBy),
    results: Object.fromEntries(items.map((item) => [idOf(item), resultOf(item.outcome)])),
    approvedBy: counted.map(({ by }) => idOf(by)),
    tookPart: [...new Set([idOf(requester), ...decisions.map(({ by }) => idOf(by)), ...strikers])].sort(),
    reminders: request.reminders,
    reviewedBy: review === null ? null : idOf(review.by),
  };
}

/** A book as it is compared: who took part is a set. */
export function comparable(book: Book): Book {
  return { ...book, tookPart: book.tookPart.toSorted() };
}
