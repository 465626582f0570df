// One request, in every state, for those who decide, the one who asked, and the places where both are.
import type { CardData } from '../../cards/index.js';
import { type Decision, FINAL_STATES, type Person, type Request } from '../../src/approvals/request.js';
import type { Audience } from '../../src/delivery/ports.js';
import { nameOnCard, onCard, plain, plainName, reasonOnCard } from './plain.js';
import { requestItem, whatIsAsked } from './request-item.js';
import { headlineOfRequest, whatIsNext } from './request-state.js';
import type { Reader, View } from './view.js';
import { counted, moment, number } from './when.js';

/** Mailboxes on one page of the card: ten with the longest names stay under the size limit. */
const ITEMS_A_PAGE = 10;
const MOST_DECISIONS = 3;

export interface RequestFacts {
  readonly request: Request;
  readonly audience: Audience;
  readonly reader: Reader;
  /** First is 0. */
  readonly page?: number;
  /** Entra object id of the one person who sees this card; null where it is not known, such as in a channel. */
  readonly viewerId?: string | null;
  /** Whether an earlier card may have arrived after all, though Teams did not say so. */
  readonly isCopy?: boolean;
}

/**
 * The request card. Decision buttons only while it is pending, in an approver's own chat, and not for those who asked or have decided;
 * the server decides at the click in every case.
 */
export function requestView(facts: RequestFacts): View<'request'> {
  const { request, audience, reader } = facts;
  const headline = headlineOfRequest(request);
  const pending = request.state === 'pending';
  return {
    card: 'request',
    summary: `${headline.text}: ${titleOf(request)}. Asked by ${plainName(request.requester.name)}: ${plain(request.reason, 200)}`,
    data: {
      tone: headline.tone,
      headline: `${headline.mark} ${headline.text}`,
      title: onCard(titleOf(request)),
      next: nextLine(facts),
      facts: factsOf(request, reader),
      decisions: request.decisions.slice(-MOST_DECISIONS).map((decision) => decisionRow(decision, reader)),
      ...itemsOf(request, reader, facts.page ?? 0),
      effect: FINAL_STATES.has(request.state) ? '' : EFFECT,
      canDecide: pending && audience === 'approver' && !isSpent(facts),
      canReview: pending && audience === 'place',
      canWithdraw: pending && audience === 'requester' && isRequester(facts),
      requestId: request.id,
      version: request.version,
    },
  };
}

function nextLine(facts: RequestFacts): string {
  const { request, reader, isCopy = false } = facts;
  const who = request.state === 'pending' ? whoDecides(facts) : '';
  const copy = isCopy ? 'This card may stand here twice: Teams did not say whether the first one arrived.' : '';
  return [whatIsNext(request, reader), who, copy].filter((line) => line !== '').join(' ');
}

const EFFECT =
  'A block stops new sign-ins of the account itself. Full Access, Send as and Send on behalf stay, and mail arrives. Sessions that are open end within 60 to 90 minutes.';

/** Holds the mailbox's name when there is but one: outside text. */
function titleOf({ id, items }: Request): string {
  const what = items.length === 1 ? whatIsAsked(items) : counted(items.length, 'mailbox', 'mailboxes');
  return `Request ${id}: block sign-in of ${what}`;
}

function whoDecides(facts: RequestFacts): string {
  if (facts.audience === 'requester' || isRequester(facts)) return 'An approver other than you decides.';
  if (isSpent(facts)) return 'You have approved it; another approver is needed.';
  return facts.audience === 'place' ? 'Approvers decide after pressing Review.' : coverOf(facts);
}

/** A decision is about the whole list, whichever page of it is shown. */
function coverOf({ audience, request: { items } }: RequestFacts): string {
  if (audience !== 'approver' || items.length <= ITEMS_A_PAGE) return '';
  return `Your answer covers all ${number(items.length)} mailboxes, not only this page.`;
}

function isRequester({ request, viewerId }: RequestFacts): boolean {
  return isSame(request.requester, viewerId);
}

/** Whether this person's say is not wanted, or was had already. */
function isSpent(facts: RequestFacts): boolean {
  return isRequester(facts) || facts.request.decisions.some(({ by }) => isSame(by, facts.viewerId));
}

function isSame({ objectId }: Person, viewerId: string | null | undefined): boolean {
  return objectId.toLowerCase() === viewerId?.toLowerCase();
}

function factsOf(request: Request, reader: Reader): CardData['request']['facts'] {
  const { requester, reason, createdAt, expiresAt, runBy, state } = request;
  const facts = [
    { label: 'Asked by', value: nameOnCard(requester.name), detail: plain(requester.objectId, 64) },
    { label: 'Why', value: reasonOnCard(reason), detail: '' },
    { label: 'Asked', value: moment(createdAt, reader), detail: '' },
  ];
  if (state === 'pending') facts.push({ label: 'Expires', value: moment(expiresAt, reader), detail: '' });
  if ((state === 'approved' || state === 'applying') && runBy !== null) {
    facts.push({ label: 'Runs until', value: moment(runBy, reader), detail: '' });
  }
  return facts;
}

function decisionRow({ by, verdict, reason, at }: Decision, reader: Reader): CardData['request']['decisions'][number] {
  const denied = verdict === 'deny';
  return {
    mark: denied ? '✕' : '✓',
    tone: denied ? 'attention' : 'good',
    text: `${denied ? 'Denied' : 'Approved'} by ${nameOnCard(by.name)}`,
    when: moment(at, reader),
    id: plain(by.objectId, 64),
    reason: reasonOnCard(reason ?? ''),
  };
}

function itemsOf(
  { items }: Request,
  reader: Reader,
  wanted: number,
): Pick<CardData['request'], 'items' | 'itemsHeading' | 'paging'> {
  const last = Math.max(0, Math.ceil(items.length / ITEMS_A_PAGE) - 1);
  const page = Math.min(Math.max(0, Math.trunc(wanted)), last);
  const first = page * ITEMS_A_PAGE;
  const shown = items.slice(first, first + ITEMS_A_PAGE);
  const heading = items.length === 1 ? 'Mailbox' : 'Mailboxes';
  const range = `${number(first + 1)} to ${number(first + shown.length)} of ${number(items.length)}`;
  return {
    items: shown.map((item) => requestItem(item, reader)),
    itemsHeading: last === 0 ? heading : `Mailboxes ${range}`,
    paging: { previous: Math.max(0, page - 1), next: page + 1, hasPrevious: page > 0, hasNext: page < last },
  };
}
