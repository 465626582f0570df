// The order of a request's mailboxes on its card, and one page of a list.
import type { CardData } from '../../cards/index.js';
import type { Request, RequestItem } from '../../src/approvals/request.js';
import { isStanding } from '../../src/approvals/transitions.js';
import { number } from './when.js';

/** Mailboxes on one page of the request's card: ten with the longest names stay under the size limit. */
export const ITEMS_A_PAGE = 10;

/** What needs somebody's attention comes first once a request has run; what was struck off always comes last. */
export function inOrder({ state, items }: Pick<Request, 'state' | 'items'>): readonly RequestItem[] {
  if (state !== 'failed') return [...items.filter(isStanding), ...items.filter((item) => !isStanding(item))];
  return [0, 1, 2, 3, 4].flatMap((rank) => items.filter((item) => rankOf(item) === rank));
}

function rankOf({ outcome }: RequestItem): number {
  switch (outcome?.kind) {
    case 'failed':
      return outcome.isUnconfirmed === true ? 1 : 0;
    case 'skipped':
      return 2;
    case 'struck':
      return 4;
    default:
      return 3;
  }
}

/** One page of a request's mailboxes as its card shows them. */
export function pageOfRequest(request: Pick<Request, 'state' | 'items'>, wanted: number): ItemPage<RequestItem> {
  const struck = request.items.filter((item) => !isStanding(item)).length;
  const page = pageOfItems(inOrder(request), wanted);
  return struck === 0 ? page : { ...page, heading: `${page.heading} (${number(struck)} struck off)` };
}

export interface ItemPage<Item> {
  readonly shown: readonly Item[];
  /** Which of them these are, as a heading. */
  readonly heading: string;
  readonly paging: CardData['request']['paging'];
  /** First is 0. */
  readonly page: number;
}

/** One page of a list of mailboxes; a page that is not there is the nearest one that is. */
export function pageOfItems<Item>(items: readonly Item[], wanted: number, pageSize = ITEMS_A_PAGE): ItemPage<Item> {
  const last = Math.max(0, Math.ceil(items.length / pageSize) - 1);
  const page = Math.min(Math.max(0, Math.trunc(wanted)), last);
  const first = page * pageSize;
  const shown = items.slice(first, first + pageSize);
  const heading = items.length === 1 ? 'Mailbox' : 'Mailboxes';
  const range = `${number(first + 1)} to ${number(first + shown.length)} of ${number(items.length)}`;
  return {
    shown,
    page,
    heading: last === 0 ? heading : `Mailboxes ${range}`,
    paging: { previous: Math.max(0, page - 1), next: page + 1, hasPrevious: page > 0, hasNext: page < last },
  };
}
