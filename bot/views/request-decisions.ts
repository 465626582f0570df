// What people have done to a request so far: who approved, denied or struck mailboxes off, in the order in which it happened.
import type { CardData } from '../../cards/index.js';
import type { Decision, ItemOutcome, Request } from '../../src/approvals/request.js';
import { nameOnCard, plain, reasonOnCard } from './plain.js';
import type { Reader } from './view.js';
import { counted, moment } from './when.js';

type Row = CardData['request']['decisions'][number];
type Struck = Extract<ItemOutcome, { readonly kind: 'struck' }>;

/** Rows with the longest reason and names leave room for ten mailboxes. */
const MOST = 3;

/** The last few, and how many there were before. */
export function decisionsOf(
  request: Request,
  reader: Reader,
): { readonly rows: readonly Row[]; readonly earlier: string } {
  const all = [
    ...request.decisions.map((decision) => ({ at: decision.at, row: decisionRow(decision, request, reader) })),
    ...strikesOf(request).map(({ first, count }) => ({ at: first.at, row: strikeRow(first, count, reader) })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const before = all.length - MOST;
  return {
    rows: all.slice(-MOST).map(({ row }) => row),
    earlier: before > 0 ? `And ${counted(before, 'earlier decision')}: type “audit ${request.id}”.` : '',
  };
}

/** An approval of a list that was longer is shown, and does not count. */
function decisionRow({ by, verdict, reason, at, content }: Decision, { contentHash }: Request, reader: Reader): Row {
  const isOld = verdict === 'approve' && content !== contentHash;
  return {
    ...(verdict === 'deny'
      ? { mark: '✕', tone: 'attention' }
      : { mark: isOld ? '–' : '✓', tone: isOld ? 'default' : 'good' }),
    text: `${verdict === 'deny' ? 'Denied' : 'Approved'}${isOld ? ' an earlier list:' : ' by'} ${nameOnCard(by.name)}`,
    when: moment(at, reader),
    id: plain(by.objectId, 64),
    reason: isOld ? 'Mailboxes were struck off since, so this does not count any more.' : reasonOnCard(reason ?? ''),
  };
}

function strikesOf({ items }: Request): readonly { readonly first: Struck; readonly count: number }[] {
  const byMoment = new Map<string, Struck[]>();
  for (const { outcome } of items) {
    if (outcome?.kind !== 'struck') continue;
    const key = `${outcome.at} ${outcome.by.objectId}`;
    byMoment.set(key, [...(byMoment.get(key) ?? []), outcome]);
  }
  return [...byMoment.values()].flatMap((all) => all.slice(0, 1).map((first) => ({ first, count: all.length })));
}

function strikeRow({ at, by }: Struck, count: number, reader: Reader): Row {
  return {
    mark: '–',
    tone: 'default',
    text: `${counted(count, 'mailbox', 'mailboxes')} struck off by ${nameOnCard(by.name)}`,
    when: moment(at, reader),
    id: plain(by.objectId, 64),
    reason: '',
  };
}
