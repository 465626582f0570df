// One request, in every state, for those who decide, the one who asked, and the places where both are.
import type { CardData } from '../../cards/index.js';
import { FINAL_STATES, type Person, type Request } from '../../src/approvals/request.js';
import { approvalsOf, hadASay, isStanding, needsReview } from '../../src/approvals/transitions.js';
import type { Audience } from '../../src/delivery/ports.js';
import type { Impact } from '../../src/mailboxes/impact.js';
import { whatItDoes } from './action-words.js';
import { ITEMS_A_PAGE, type ItemPage, pageOfRequest } from './item-page.js';
import { type Mention, mentionLine, mentionsIn } from './mentions.js';
import { nameOnCard, onCard, plain, plainName, reasonOnCard } from './plain.js';
import { isNobodyElse, reminderLine, reviewLine } from './reminder-words.js';
import { buttonsOf } from './request-buttons.js';
import { decisionsOf } from './request-decisions.js';
import { requestItems, whatIsAsked } from './request-item.js';
import { type Headline, headlineOfRequest, whatIsNext } from './request-state.js';
import type { Reader, View } from './view.js';
import { counted, moment, momentAndAge, number } from './when.js';

export interface RequestFacts {
  readonly request: Request;
  readonly audience: Audience;
  readonly reader: Reader;
  /** First is 0. */
  readonly page?: number;
  /** Entra object id of the one person who sees this card; null where it is not known, such as in a channel. */
  readonly viewerId?: string | null;
  /** What is known of the use of its accounts, by object id. */
  readonly impacts?: ReadonlyMap<string, Impact>;
  /** The number of the reminder that this card is; 0 for the first card. */
  readonly slot?: number;
  /** Whether an earlier card may have arrived after all, though Teams did not say so. */
  readonly isCopy?: boolean;
  /** What went otherwise than the person who pressed a button meant; our own words. */
  readonly notice?: string;
}

/**
 * The request card. Decision buttons only while it is pending, in an approver's own chat, and not for those who asked or have decided;
 * the server decides at the click in every case.
 */
export function requestView(facts: RequestFacts): View<'request'> {
  const { request, reader, page = 0 } = facts;
  const headline = headlineOfRequest(request);
  const shown = pageOfRequest(request, page);
  const rest = { ...topOf(facts, headline), ...bottomOf(facts, shown) };
  return {
    card: 'request',
    summary: `${headline.text}: ${titleOf(request)}. Asked by ${plainName(request.requester.name)}: ${plain(request.reason, 200)}`,
    data: { ...rest, ...requestItems(shown, request, facts.impacts, reader, bytesOf(rest)) },
  };
}

type Data = CardData['request'];
type Top = Pick<
  Data,
  'tone' | 'headline' | 'title' | 'notice' | 'next' | 'call' | 'mentions' | 'facts' | 'decisions' | 'earlier'
>;
type Bottom = Omit<Data, keyof Top | 'items' | 'itemsHeading' | 'notes' | 'paging'>;

/** What is said before the list of mailboxes, and what after it. */
function topOf(facts: RequestFacts, headline: Headline): Top {
  const { request, audience, reader, notice = '' } = facts;
  const { rows: decisions, earlier } = decisionsOf(request, reader);
  const mentions: readonly Mention[] = audience === 'place' ? mentionsIn(request) : [];
  return {
    tone: headline.tone,
    headline: `${headline.mark} ${headline.text}`,
    title: onCard(titleOf(request)),
    notice,
    next: nextLine(facts),
    call: mentionLine(mentions),
    mentions,
    facts: factsOf(request, reader),
    decisions,
    earlier,
  };
}

function bottomOf(facts: RequestFacts, { paging, page }: ItemPage<unknown>): Bottom {
  const { request } = facts;
  return {
    leftOut: leftOutOf(request.leftOut),
    effect: FINAL_STATES.has(request.state) ? '' : effectOf(request),
    ...buttonsFor(facts, paging),
    page,
    requestId: request.id,
    content: request.contentHash,
  };
}

/** What the template adds to the data: once, and for each row of a list. */
const TEMPLATE_BYTES = 6000;
const ROW_BYTES = 380;

function bytesOf(rest: Top & Bottom): number {
  const rows = rest.facts.length + rest.decisions.length + rest.leftOut.length + rest.mentions.length;
  return TEMPLATE_BYTES + rows * ROW_BYTES + Buffer.byteLength(JSON.stringify(rest));
}

function buttonsFor(facts: RequestFacts, paging: ItemPage<unknown>['paging']): ReturnType<typeof buttonsOf> {
  const { request, audience, reader } = facts;
  const who = { isRequester: isRequester(facts), isSpent: isSpent(facts), mayLookAfter: mayLookAfter(facts) };
  return buttonsOf({ request, audience, now: reader.now, paging, ...who });
}

function nextLine(facts: RequestFacts): string {
  const { request, reader, isCopy = false, slot = 0 } = facts;
  const reminder = reminderLine(request, slot, reader);
  const review = reviewLine(request, slot);
  const who = request.state === 'pending' ? whoDecides(facts) : '';
  const copy = isCopy ? 'This card may stand here twice: Teams did not say whether the first one arrived.' : '';
  return [reminder, whatIsNext(request, reader), who, review, copy].filter((line) => line !== '').join(' ');
}

/** What the change means for the people who use the mailbox. */
export function effectOf({
  action,
  rules,
}: Pick<Request, 'action'> & { readonly rules: { readonly revokeSessions: boolean } }): string {
  if (action === 'unblock') {
    return 'Whoever knows or resets the password can sign in until the end. Then sign-in is blocked again without another approval.';
  }
  if (action === 'exempt')
    return 'Sign-in stays allowed. The mailbox stays watched, and after the end it counts as any other that can sign in.';
  const sessions = rules.revokeSessions
    ? 'Open sessions are ended.'
    : 'Sessions that are open end within 60 to 90 minutes.';
  return `A block stops new sign-ins of the account itself. Full Access, Send as and Send on behalf stay, and mail arrives. ${sessions}`;
}

const MOST_LEFT_OUT = 3;

/** Mailboxes that were named and are not part of it. Outside text: for TextRuns only. */
export function leftOutOf(sentences: readonly string[]): readonly { readonly text: string }[] {
  const shown = sentences.slice(0, MOST_LEFT_OUT).map((sentence) => ({ text: `Left out: ${onCard(sentence, 180)}` }));
  const more = sentences.length - shown.length;
  return more > 0 ? [...shown, { text: `And ${counted(more, 'other', 'others')} left out.` }] : shown;
}

/** Holds the mailbox's name when there is but one: outside text. */
export function titleOf(request: Request): string {
  const items = request.items.filter(isStanding);
  const subject = items.length === 1 ? whatIsAsked(items) : counted(items.length, 'mailbox', 'mailboxes');
  return `Request ${request.id}: ${whatItDoes(request, subject)}`;
}

function whoDecides(facts: RequestFacts): string {
  if (facts.audience === 'requester' || isRequester(facts)) return 'An approver other than you decides.';
  if (isSpent(facts)) return 'You have approved it; another approver is needed.';
  return facts.audience === 'place' ? 'Approvers decide after pressing Review.' : coverOf(facts);
}

/** A decision is about the whole list, whichever page of it is shown. */
function coverOf({ audience, request: { items } }: RequestFacts): string {
  if (audience !== 'approver' || items.length <= ITEMS_A_PAGE) return '';
  return `Your answer covers all ${number(items.filter(isStanding).length)} mailboxes, not only this page.`;
}

function isRequester({ request, viewerId }: RequestFacts): boolean {
  return isSame(request.requester, viewerId);
}

/** Whether this person's say is not wanted, or was had already. */
function isSpent(facts: RequestFacts): boolean {
  return isRequester(facts) || approvalsOf(facts.request).some(({ by }) => isSame(by, facts.viewerId));
}

/** A hint: at the click the server looks whether there is somebody else. */
function mayLookAfter(facts: RequestFacts): boolean {
  const { request, viewerId } = facts;
  if (!needsReview(request) || isRequester(facts)) return false;
  return isNobodyElse(request) || !hadASay(request, { objectId: viewerId ?? '' });
}

function isSame({ objectId }: Person, viewerId: string | null | undefined): boolean {
  return objectId.toLowerCase() === viewerId?.toLowerCase();
}

function factsOf(request: Request, reader: Reader): CardData['request']['facts'] {
  const { action, items, requester, owner, reason, until, createdAt, expiresAt, changedAt, runBy, state, review } =
    request;
  const facts = [
    { label: 'Asked by', value: nameOnCard(requester.name), detail: plain(requester.objectId, 64) },
    { label: 'Why', value: reasonOnCard(reason), detail: '' },
    { label: 'Asked', value: moment(createdAt, reader), detail: '' },
  ];
  if (owner !== null) {
    facts.push({ label: 'Owner', value: nameOnCard(owner.name), detail: plain(owner.objectId, 64) });
  }
  if (until !== null) {
    // A card that is over stays as it is for long: an age on it would go wrong.
    const value = state === 'pending' ? momentAndAge(until, reader) : moment(until, reader);
    facts.push({ label: 'Until', value, detail: '' });
  }
  const ends = action === 'block' ? items.filter(({ verdict }) => verdict === 'exempt').length : 0;
  if (ends > 0) facts.push({ label: 'Ends', value: `${counted(ends, 'exemption')} in force`, detail: '' });
  if (state === 'expired') facts.push({ label: 'Expired', value: moment(expiresAt, reader), detail: '' });
  if (state === 'withdrawn') facts.push({ label: 'Withdrawn', value: moment(changedAt, reader), detail: '' });
  if (state === 'pending') facts.push({ label: 'Expires', value: moment(expiresAt, reader), detail: '' });
  if ((state === 'approved' || state === 'applying') && runBy !== null) {
    facts.push({ label: 'Runs until', value: moment(runBy, reader), detail: '' });
  }
  if (review !== null) {
    const value = `${moment(review.at, reader)}: ${reasonOnCard(review.note)}`;
    facts.push({ label: 'Reviewed by', value: nameOnCard(review.by.name), detail: value });
  }
  return facts;
}
