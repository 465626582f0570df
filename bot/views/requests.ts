// The list of requests, open ones first.
import type { CardData } from '../../cards/index.js';
import type { Request } from '../../src/approvals/request.js';
import { isStanding, needsReview } from '../../src/approvals/transitions.js';
import { ACTION_WORDS } from './action-words.js';
import { nameOnCard, onCard } from './plain.js';
import { whatIsAsked } from './request-item.js';
import { headlineOfRequest } from './request-state.js';
import type { Reader, View } from './view.js';
import { age, counted, moment, number } from './when.js';
import { inText } from './words.js';

export interface RequestsFacts {
  readonly rows: readonly Request[];
  readonly total: number;
  /** How many of all are open. */
  readonly open: number;
  /** How many urgent ones ran and were not looked at since. */
  readonly owing: number;
  /** First is 0. */
  readonly page: number;
  readonly pageSize: number;
  readonly reader: Reader;
}

/** The card of all requests. */
export function requestsView({ rows, total, open, owing, page, pageSize, reader }: RequestsFacts): View<'requests'> {
  const owed = owing === 0 ? '' : `, ${counted(owing, 'review')} owed`;
  const headline = `${open === 0 ? 'No open request' : counted(open, 'open request')}${owed}`;
  const last = Math.max(0, Math.ceil(total / pageSize) - 1);
  return {
    card: 'requests',
    summary: `${headline}, ${number(total)} in all`,
    data: {
      headline,
      readAt: `As of ${moment(reader.now, reader)}.`,
      shown: shownLine(rows.length, total, page * pageSize),
      rows: rows.map((request) => row(request, reader)),
      paging: {
        previous: Math.max(0, Math.min(page - 1, last)),
        next: page + 1,
        hasPrevious: page > 0,
        hasNext: page < last,
      },
    },
  };
}

function shownLine(count: number, total: number, before: number): string {
  if (total === 0) return 'There has been none yet. “block <mailbox> <reason>” makes one.';
  if (count === 0) return `There are no more; ${counted(total, 'request')} in all.`;
  return `${number(before + 1)} to ${number(before + count)} of ${number(total)}, open ones first. Select one to open it.`;
}

function row(request: Request, reader: Reader): CardData['requests']['rows'][number] {
  const headline = headlineOfRequest(request);
  return {
    ...inText(headline),
    state: needsReview(request) ? `${headline.text}, review owed` : headline.text,
    requestId: request.id,
    about: aboutOf(request),
    who: nameOnCard(request.requester.name),
    when: age(request.createdAt, reader),
    reason: onCard(request.reason, 100),
    title: `Open request ${request.id}`,
  };
}

/** What it does to how many, and what else somebody looking for work wants to know at a glance. */
function aboutOf(request: Request): string {
  const { action, state, isUrgent, follows, items } = request;
  const words = [
    `${ACTION_WORDS[action].short} ${onCard(whatIsAsked(items.filter(isStanding)))}`,
    isUrgent && state !== 'pending' ? 'urgent' : '',
    follows === null ? '' : `as agreed in ${follows}`,
  ];
  return words.filter((word) => word !== '').join(' · ');
}
